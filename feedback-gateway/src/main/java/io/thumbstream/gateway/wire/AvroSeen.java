package io.thumbstream.gateway.wire;

import io.thumbstream.gateway.answer.AnswerChunk;
import io.thumbstream.gateway.event.FeedbackContent;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.schemas.avro.DriftVerdict;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.RolloutChunk;
import io.thumbstream.schemas.avro.ScoredRollout;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads records of the wire into what the gateway needs of them; drops all texts of people but answers. */
final class AvroSeen {
    private AvroSeen() {}

    static AnswerChunk chunk(RolloutChunk chunk) {
        Optional<AnswerChunk.End> end = chunk.getLast()
                ? Optional.of(new AnswerChunk.End(
                        lower(chunk.getFinishReason()),
                        chunk.getPromptTokens(),
                        chunk.getCompletionTokens(),
                        chunk.getError()))
                : Optional.empty();
        return new AnswerChunk(
                chunk.getRolloutId(), chunk.getSequence(), chunk.getText(), end, chunk.getPolicyVersion());
    }

    static Seen version(Seen.ModelRole role, ModelVersion version) {
        return new Seen.Version(
                role,
                version.getModelName(),
                version.getVersion(),
                lower(version.getState()),
                version.getStep(),
                version.getAt());
    }

    static Seen vote(Feedback feedback) {
        OptionalDouble value = feedback.getValue().map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
        FeedbackContent content = new FeedbackContent(
                lower(feedback.getKind()),
                feedback.getTargets(),
                value,
                feedback.getText(),
                feedback.getRetracts(),
                feedback.getUserKey());
        return new Seen.Vote(
                feedback.getFeedbackId(),
                content.kind(),
                value,
                feedback.getTargets(),
                feedback.getSource(),
                feedback.getServerTime(),
                isWhole(feedback) ? Optional.of(content.fingerprint()) : Optional.empty());
    }

    /** Whether nothing was blanked out because its person's key is gone. */
    private static boolean isWhole(Feedback feedback) {
        return switch (feedback.getKind()) {
            case THUMB, RATING, PAIR -> feedback.getValue().isPresent();
            case EDIT, COMMENT -> feedback.getText().isPresent();
            default -> true;
        };
    }

    static Seen label(Label label) {
        return new Seen.Label(label.getLabelId(), label.getRevision(), label.getFeedbackIds());
    }

    static Seen experience(Experience experience) {
        OptionalDouble score = experience.getRollouts().stream()
                .flatMap(rollout -> rollout.getScore().stream())
                .mapToDouble(Double::doubleValue)
                .average();
        double reward = experience.getRollouts().stream()
                .mapToDouble(ScoredRollout::getReward)
                .average()
                .orElse(Double.NaN);
        OptionalLong oldest = experience.getRollouts().stream()
                .filter(rollout -> !rollout.getTokens().isEmpty())
                .mapToLong(ScoredRollout::getOldestPolicyVersion)
                .min();
        return new Seen.Experience(experience.getRevision(), score, reward, oldest);
    }

    static Seen drift(DriftVerdict verdict) {
        return new Seen.Drift(
                verdict.getMonitor(),
                verdict.getValue(),
                verdict.getThreshold(),
                verdict.getDrifting(),
                verdict.getAt());
    }

    private static String lower(Enum<?> symbol) {
        return symbol.name().toLowerCase(Locale.ROOT);
    }
}
