package io.thumbstream.reward.wire;

import io.thumbstream.reward.event.AnswerSpan;
import io.thumbstream.reward.event.Bytes;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.ReferenceTrace;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.ReceiptCheck;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.VersionSpan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Avro records of the input topics as events. */
public final class EventMapper {
    private static final long NO_POLICY = -1;

    private EventMapper() {}

    static RolloutEvent rollout(Rollout rollout, SourceRef source) {
        List<VersionSpan> spans = rollout.getVersionSpans();
        return new RolloutEvent(
                rollout.getRolloutId(),
                rollout.getGroupId(),
                rollout.getIndex(),
                rollout.getGroupSize(),
                ScoredText.prompt(rollout.getMessages()),
                rollout.getText(),
                trace(rollout),
                spans.stream().mapToLong(VersionSpan::getPolicyVersion).min().orElse(NO_POLICY),
                spans.stream().mapToLong(VersionSpan::getPolicyVersion).max().orElse(NO_POLICY),
                rollout.getFinishReason().name(),
                rollout.getDisplayed(),
                rollout.getFeedbackProbability(),
                rollout.getUserKey().orElse(null),
                rollout.getExplorationArm().orElse(null),
                micros(rollout.getCompletedAt()),
                source);
    }

    /**
     * A feedback record as an event.
     *
     * @param original the record's bytes, for a dead letter
     */
    public static FeedbackEvent feedback(Feedback feedback, SourceRef source, byte[] original) {
        return new FeedbackEvent(
                feedback.getFeedbackId(),
                feedback.getGroupId(),
                FeedbackKind.valueOf(feedback.getKind().name()),
                feedback.getTargets(),
                feedback.getValue().orElse(null),
                text(feedback).orElse(null),
                feedback.getRetracts().orElse(null),
                feedback.getUserKey().orElse(null),
                feedback.getUserSequence(),
                feedback.getReceipt() == ReceiptCheck.INVALID,
                micros(feedback.getServerTime()),
                source,
                Bytes.of(original));
    }

    private static Optional<String> text(Feedback feedback) {
        return feedback.getKind() == io.thumbstream.schemas.avro.FeedbackKind.SPAN
                ? feedback.getSpan().map(span -> new AnswerSpan(span.getStart(), span.getEnd()).text())
                : feedback.getText().or(feedback::getImplicitKind);
    }

    private static TokenTrace trace(Rollout rollout) {
        return new TokenTrace(
                rollout.getPromptTokens().stream().mapToInt(Integer::intValue).toArray(),
                rollout.getTokens().stream().mapToInt(Integer::intValue).toArray(),
                floats(rollout.getBehaviourLogProbs()),
                rollout.getReferenceLogProbs()
                        .map(reference -> new ReferenceTrace(
                                floats(reference.getLogProbs()),
                                reference.getPolicyVersion(),
                                reference.getSha256(),
                                reference.getTemperature())));
    }

    private static float[] floats(List<Float> values) {
        float[] result = new float[values.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = values.get(i);
        }
        return result;
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
