package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.FeedbackKind;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long after an answer each kind of feedback is waited for, in event time. What comes later still counts, as a
 * revision.
 *
 * @param thumb for thumbs, marked parts, comments and retractions
 * @param rating for ratings
 * @param pair for choices between two answers
 * @param ranking for orders of several answers
 * @param edit for corrected answers
 * @param implicit for copying, regenerating, leaving
 * @param outcome for results of the task that the answer served
 */
public record AttributionWindows(
        Duration thumb,
        Duration rating,
        Duration pair,
        Duration ranking,
        Duration edit,
        Duration implicit,
        Duration outcome) {

    public AttributionWindows {
        new TreeMap<>(Map.of(
                        "thumb",
                        thumb,
                        "rating",
                        rating,
                        "pair",
                        pair,
                        "ranking",
                        ranking,
                        "edit",
                        edit,
                        "implicit",
                        implicit,
                        "outcome",
                        outcome))
                .forEach(Durations::positive);
    }

    /** Twenty minutes to judge (p99 of think times is 13), one hour to edit, a day for an outcome. */
    public static AttributionWindows defaults() {
        Duration judge = Duration.ofMinutes(20);
        return new AttributionWindows(
                judge, judge, judge, judge, Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofDays(1));
    }

    /** The window of one kind; retractions, comments and marked parts have none of their own and take that of a thumb. */
    public Duration of(FeedbackKind kind) {
        return switch (kind) {
            case THUMB, COMMENT, SPAN, RETRACT, UNKNOWN -> thumb;
            case RATING -> rating;
            case PAIR -> pair;
            case RANKING -> ranking;
            case EDIT -> edit;
            case IMPLICIT -> implicit;
            case OUTCOME -> outcome;
        };
    }

    /** The longest window of the given kinds: after it, silence is final. */
    public Duration longest(Collection<FeedbackKind> kinds) {
        return kinds.stream().map(this::of).max(Duration::compareTo).orElse(thumb);
    }
}
