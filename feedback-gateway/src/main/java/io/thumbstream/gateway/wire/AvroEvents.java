package io.thumbstream.gateway.wire;

import io.thumbstream.gateway.event.ExchangeEvent;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.event.PromptEvent;
import io.thumbstream.gateway.event.Turn;
import io.thumbstream.schemas.RolloutIds;
import io.thumbstream.schemas.avro.AnswerSpan;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Lane;
import io.thumbstream.schemas.avro.Message;
import io.thumbstream.schemas.avro.Prompt;
import io.thumbstream.schemas.avro.ReceiptCheck;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.Sampling;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes events of the gateway as records of the wire. */
public final class AvroEvents {
    private AvroEvents() {}

    static Prompt prompt(PromptEvent event) {
        Prompt.Builder prompt = Prompt.newBuilder()
                .setPromptId(event.groupId())
                .setGroupId(event.groupId())
                .setMessages(messages(event.turns()))
                .setSampling(Sampling.newBuilder()
                        .setTemperature(event.sampling().temperature())
                        .setTopP(event.sampling().topP())
                        .setMaxTokens(event.sampling().maxTokens())
                        .setSeed(event.sampling().seed())
                        .setStop(event.sampling().stop())
                        .setLogitBias(named(event.sampling().logitBias()))
                        .build())
                .setGroupSize(event.groupSize())
                .setDisplayedCount(event.displayedCount())
                .setLane(Lane.INTERACTIVE)
                .setFeedbackProbability(event.feedbackProbability())
                .setStream(true)
                .setLogProbs(event.logProbs())
                .setCreatedAt(event.eventTime());
        event.userKey().ifPresent(prompt::setUserKey);
        return prompt.build();
    }

    static Rollout rollout(ExchangeEvent event) {
        Rollout.Builder rollout = Rollout.newBuilder()
                .setRolloutId(RolloutIds.of(event.groupId(), event.index()))
                .setGroupId(event.groupId())
                .setPromptId(event.groupId())
                .setIndex(event.index())
                .setGroupSize(0)
                .setLane(Lane.INTERACTIVE)
                .setMessages(messages(event.turns()))
                .setText(event.response())
                .setDisplayed(true)
                .setFinishReason(FinishReason.STOP)
                .setSource(event.source())
                .setModelName(event.model())
                .setCreatedAt(event.eventTime())
                .setCompletedAt(event.eventTime());
        event.userKey().ifPresent(rollout::setUserKey);
        return rollout.build();
    }

    /** Feedback as it lies in the log. */
    public static Feedback feedback(FeedbackEvent event) {
        Feedback.Builder feedback = Feedback.newBuilder()
                .setFeedbackId(event.feedbackId())
                .setGroupId(event.groupId())
                .setKind(kind(event.kind()))
                .setTargets(event.targets())
                .setUserSequence(event.userSequence())
                .setServerTime(event.eventTime().truncatedTo(ChronoUnit.MICROS)) // what is written, also before it is
                .setSource(event.source())
                .setReceipt(event.proven() ? ReceiptCheck.VALID : ReceiptCheck.NOT_CHECKED);
        event.value().ifPresent(feedback::setValue);
        event.text().ifPresent(feedback::setText);
        event.span().ifPresent(span -> feedback.setSpan(new AnswerSpan(span.start(), span.end())));
        event.signal().ifPresent(feedback::setImplicitKind);
        event.retracts().ifPresent(feedback::setRetracts);
        event.userKey().ifPresent(feedback::setUserKey);
        event.userTime().ifPresent(feedback::setUserTime);
        return feedback.build();
    }

    private static Map<String, Double> named(Map<Integer, Double> byToken) {
        Map<String, Double> named = new TreeMap<>();
        byToken.forEach((token, bias) -> named.put(token.toString(), bias));
        return named;
    }

    private static FeedbackKind kind(FeedbackEvent.Kind kind) {
        return switch (kind) {
            case THUMB -> FeedbackKind.THUMB;
            case RATING -> FeedbackKind.RATING;
            case PAIR -> FeedbackKind.PAIR;
            case RANKING -> FeedbackKind.RANKING;
            case EDIT -> FeedbackKind.EDIT;
            case COMMENT -> FeedbackKind.COMMENT;
            case SPAN -> FeedbackKind.SPAN;
            case RETRACT -> FeedbackKind.RETRACT;
            case IMPLICIT -> FeedbackKind.IMPLICIT;
            case OUTCOME -> FeedbackKind.OUTCOME;
        };
    }

    private static List<Message> messages(List<Turn> turns) {
        return turns.stream()
                .map(turn -> Message.newBuilder()
                        .setRole(turn.role())
                        .setContent(turn.content())
                        .build())
                .toList();
    }
}
