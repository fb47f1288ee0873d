package io.thumbstream.gateway.event;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a person did with one answer or several.
 *
 * @param feedbackId idempotency key of the caller
 * @param groupId group of the targets
 * @param kind what was done
 * @param targets rollout ids; of a ranking by index, which says nothing of their order
 * @param value thumb +1 or -1; rating and outcome in [0, 1]; pair +1, 0 or -1; span +1, -1 or none; implicit in [-1, 1]
 * @param text corrected answer, comment or reason; of a ranking the places of its targets, for example {@code 2 2 1}
 * @param span marked part of the answer, of kind span
 * @param signal what was noticed of kind implicit: copied, regenerated, abandoned or dwell
 * @param retracts feedback id that is withdrawn
 * @param userKey pseudonymous key of the person
 * @param userSequence the person's own counter
 * @param userTime clock of the person's device
 * @param source who sent it
 * @param proven whether the right to give it was shown, by a receipt or as the owner of a tagged group
 * @param eventTime when it happened
 */
public record FeedbackEvent(
        String feedbackId,
        String groupId,
        Kind kind,
        List<String> targets,
        OptionalDouble value,
        Optional<String> text,
        Optional<AnswerSpan> span,
        Optional<String> signal,
        Optional<String> retracts,
        Optional<String> userKey,
        long userSequence,
        Optional<Instant> userTime,
        String source,
        boolean proven,
        Instant eventTime)
        implements GatewayEvent {

    /** What a person can do; the last two are noticed, not said. */
    public enum Kind {
        THUMB,
        RATING,
        PAIR,
        RANKING,
        EDIT,
        COMMENT,
        SPAN,
        RETRACT,
        IMPLICIT,
        OUTCOME
    }

    public FeedbackEvent {
        targets = List.copyOf(targets);
    }

    /** What it says. */
    public FeedbackContent content() {
        return new FeedbackContent(
                kind.name().toLowerCase(Locale.ROOT), targets, value, text.or(() -> signal), span, retracts, userKey);
    }
}
