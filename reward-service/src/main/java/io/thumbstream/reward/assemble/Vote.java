package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.interpret.Statement;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a person about a target, as it is kept while it may still be changed or withdrawn.
 *
 * @param targets rollout ids in the order the person named them
 */
public record Vote(
        String feedbackId,
        List<String> targets,
        @Nullable Double value,
        @Nullable String text,
        long sequence,
        long timeMicros,
        boolean withdrawn) {

    /** The person's own counter decides, then event time. */
    static final Comparator<Vote> PRECEDENCE = Comparator.comparingLong(Vote::sequence)
            .thenComparing(Vote::timeMicros)
            .thenComparing(Vote::feedbackId);

    public Vote {
        targets = List.copyOf(targets);
    }

    static Vote of(FeedbackEvent feedback) {
        return new Vote(
                feedback.id(),
                feedback.targets(),
                feedback.value(),
                feedback.text(),
                feedback.userSequence(),
                feedback.timeMicros(),
                false);
    }

    Vote withdraw() {
        return new Vote(feedbackId, targets, value, text, sequence, timeMicros, true);
    }

    Statement statement(FeedbackKind kind) {
        return new Statement(feedbackId, kind, value, text);
    }
}
