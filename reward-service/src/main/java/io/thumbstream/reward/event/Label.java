package io.thumbstream.reward.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a piece of feedback says, in numbers.
 *
 * @param id the same for all revisions
 * @param revision from 1; a higher one replaces all lower ones
 * @param items one answer, two for a pair: first, second, or more of which the first may be the best
 * @param value probability target in [0, 1]: of approval, that the first is better, where 0.5 is a tie, or that it is the best
 * @param weight not negative; 0 withdraws the label
 * @param state OBSERVED, or CENSORED when a window closed in silence
 * @param delaySeconds from answer to feedback, not below 0
 * @param propensity P(feedback asked or given), range (0, 1]
 * @param userKey who gave the feedback
 * @param askerKey who asked for the answers
 * @param feedbackIds feedback that made this value, oldest first
 * @param interpreter catalogue name of the interpreter
 * @param timeMicros event time of the newest feedback, or of the window's close
 */
public record Label(
        String id,
        String groupId,
        int revision,
        FeedbackKind kind,
        List<LabelItem> items,
        double value,
        double weight,
        LabelState state,
        double delaySeconds,
        double propensity,
        @Nullable String userKey,
        @Nullable String askerKey,
        List<String> feedbackIds,
        List<SourceRef> sources,
        String interpreter,
        long timeMicros) {

    public Label {
        items = List.copyOf(items);
        feedbackIds = List.copyOf(feedbackIds);
        sources = List.copyOf(sources);
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("label " + id + " has value " + value + "; it must lie in [0, 1]");
        }
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("label " + id + " has weight " + weight + "; it must be 0 or more");
        }
    }

    /** The same with another probability of having been asked. */
    public Label asked(double probability) {
        return new Label(
                id,
                groupId,
                revision,
                kind,
                items,
                value,
                weight,
                state,
                delaySeconds,
                probability,
                userKey,
                askerKey,
                feedbackIds,
                sources,
                interpreter,
                timeMicros);
    }
}
