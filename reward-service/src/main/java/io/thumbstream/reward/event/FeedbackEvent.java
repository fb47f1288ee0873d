package io.thumbstream.reward.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one person did with one or more answers.
 *
 * @param id idempotency key of the caller: the same id has one effect
 * @param targets rollout ids; two for a pair; of a ranking in any order, best first if it has no text
 * @param value as documented for each kind; null where the kind has none
 * @param text edited answer, comment or reason; the signal of implicit feedback, which has no text; the {@link AnswerSpan} of a marked
 *     part, whose words nothing reads; the places of a ranking's targets, for example {@code 2 2 1}
 * @param retracts feedback id withdrawn by a retraction
 * @param userSequence the person's own counter; the later one wins on conflict
 * @param receiptInvalid whether the gateway found the receipt of the exchange to be forged
 * @param timeMicros when the gateway accepted it
 * @param original the record's bytes, for a dead letter
 */
public record FeedbackEvent(
        String id,
        String groupId,
        FeedbackKind kind,
        List<String> targets,
        @Nullable Double value,
        @Nullable String text,
        @Nullable String retracts,
        @Nullable String userKey,
        long userSequence,
        boolean receiptInvalid,
        long timeMicros,
        SourceRef source,
        Bytes original)
        implements Event {

    public FeedbackEvent {
        targets = List.copyOf(targets);
    }

    @Override
    public FeedbackEvent notAfter(long micros) {
        return timeMicros <= micros
                ? this
                : new FeedbackEvent(
                        id,
                        groupId,
                        kind,
                        targets,
                        value,
                        text,
                        retracts,
                        userKey,
                        userSequence,
                        receiptInvalid,
                        micros,
                        source,
                        original);
    }
}
