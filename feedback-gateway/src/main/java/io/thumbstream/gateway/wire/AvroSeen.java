package io.thumbstream.gateway.wire;

import io.thumbstream.gateway.answer.AnswerChunk;
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
        return new Seen.Vote(
                feedback.getFeedbackId(),
                lower(feedback.getKind()),
                feedback.getValue().map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                feedback.getTargets(),
                feedback.getSource(),
                feedback.getServerTime());
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
