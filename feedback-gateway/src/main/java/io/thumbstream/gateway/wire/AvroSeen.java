package io.thumbstream.gateway.wire;

import io.thumbstream.gateway.answer.AnswerChunk;
import io.thumbstream.gateway.event.AnswerSpan;
import io.thumbstream.gateway.event.FeedbackContent;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.schemas.StartAnswers;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.DriftVerdict;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.LabelRequest;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.RolloutChunk;
import io.thumbstream.schemas.avro.ScoredRollout;
import io.thumbstream.schemas.avro.TrainingStep;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Reads records of the wire into what the gateway needs of them; drops all texts of people but answers. */
final class AvroSeen {
    private static final String REWARD_LEARNERS = "reward/";

    private AvroSeen() {}

    static AnswerChunk chunk(RolloutChunk chunk) {
        Optional<AnswerChunk.End> end = chunk.getLast()
                ? Optional.of(new AnswerChunk.End(
                        lower(chunk.getFinishReason()),
                        chunk.getPromptTokens(),
                        chunk.getCompletionTokens(),
                        chunk.getError(),
                        tokens(chunk)))
                : Optional.empty();
        return new AnswerChunk(
                chunk.getRolloutId(), chunk.getSequence(), chunk.getText(), end, chunk.getPolicyVersion());
    }

    /** None when the texts are of a person who was erased. */
    private static List<AnswerChunk.Token> tokens(RolloutChunk chunk) {
        int count =
                Math.min(chunk.getTokenTexts().size(), chunk.getTokenLogProbs().size());
        return IntStream.range(0, count)
                .mapToObj(i -> new AnswerChunk.Token(
                        chunk.getTokenTexts().get(i), chunk.getTokenLogProbs().get(i)))
                .toList();
    }

    private static Seen version(Seen.ModelRole role, ModelVersion version) {
        return new Seen.Version(
                role,
                version.getModelName(),
                version.getVersion(),
                lower(version.getState()),
                version.getStep(),
                version.getAt());
    }

    private static Seen vote(Feedback feedback) {
        OptionalDouble value = feedback.getValue().map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
        FeedbackContent content = new FeedbackContent(
                lower(feedback.getKind()),
                feedback.getTargets(),
                value,
                feedback.getText().or(feedback::getImplicitKind),
                feedback.getSpan().map(span -> new AnswerSpan(span.getStart(), span.getEnd())),
                feedback.getRetracts(),
                feedback.getUserKey());
        return new Seen.Vote(
                feedback.getFeedbackId(),
                content.kind(),
                value,
                feedback.getTargets(),
                feedback.getSource(),
                feedback.getServerTime(),
                isWhole(feedback) ? Optional.of(content.fingerprint()) : Optional.empty(),
                feedback.getUserKey());
    }

    /** Whether nothing was blanked out because its person's key is gone. */
    private static boolean isWhole(Feedback feedback) {
        return switch (feedback.getKind()) {
            case THUMB, RATING, PAIR, IMPLICIT, OUTCOME -> feedback.getValue().isPresent();
            case EDIT, COMMENT, RANKING -> feedback.getText().isPresent();
            case SPAN -> feedback.getValue().isPresent() || feedback.getText().isPresent();
            default -> true;
        };
    }

    private static Seen label(Label label) {
        return new Seen.Label(label.getLabelId(), label.getRevision(), label.getFeedbackIds());
    }

    /** Answers of the policy that learning began with, which others were compared with, say nothing of what is learned. */
    private static Seen experience(Experience experience) {
        List<ScoredRollout> learned = experience.getRollouts().stream()
                .filter(rollout -> !StartAnswers.marked(rollout.getComponents()))
                .toList();
        OptionalDouble score = learned.stream()
                .flatMap(rollout -> rollout.getScore().stream())
                .mapToDouble(Double::doubleValue)
                .average();
        double reward =
                learned.stream().mapToDouble(ScoredRollout::getReward).average().orElse(Double.NaN);
        OptionalLong oldest = learned.stream()
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

    static Seen ask(LabelRequest request) {
        return new Seen.Ask(
                request.getGroupId(),
                request.getRolloutIds(),
                request.getReason(),
                request.getScore(),
                request.getAt());
    }

    static List<Seen> material(Label label, Seen.Place place) {
        return List.of(label(label), new Seen.Material(Seen.ModelRole.REWARD, place, label.getFeedbackIds()));
    }

    static List<Seen> material(Experience experience, Seen.Place place) {
        List<String> ids = experience.getRollouts().stream()
                .flatMap(rollout -> rollout.getFeedbackIds().stream())
                .distinct()
                .toList();
        return List.of(experience(experience), new Seen.Material(Seen.ModelRole.POLICY, place, ids));
    }

    static List<Seen> published(Seen.ModelRole role, ModelVersion version) {
        return List.of(
                version(role, version),
                new Seen.Published(
                        role,
                        version.getVersion(),
                        version.getTrainingLogPosition().getOffset()));
    }

    static List<Seen> feedback(Feedback feedback) {
        Seen vote = vote(feedback);
        return feedback.getRetracts()
                .<List<Seen>>map(id -> List.of(vote, new Seen.Withdrawal(feedback.getFeedbackId(), id)))
                .orElseGet(() -> List.of(vote));
    }

    static Seen step(TrainingStep step, long offset) {
        Seen.ModelRole role =
                step.getLearner().startsWith(REWARD_LEARNERS) ? Seen.ModelRole.REWARD : Seen.ModelRole.POLICY;
        List<Seen.Place> inputs = step.getInputs().stream()
                .filter(input -> !input.getPosition().getTopic().equals(Topics.QUARANTINE_DECISIONS.name()))
                .map(input -> new Seen.Place(
                        input.getPosition().getPartition(), input.getPosition().getOffset()))
                .toList();
        return new Seen.Step(role, offset, inputs);
    }

    private static String lower(Enum<?> symbol) {
        return symbol.name().toLowerCase(Locale.ROOT);
    }
}
