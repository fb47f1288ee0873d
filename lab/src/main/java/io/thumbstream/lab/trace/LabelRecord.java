package io.thumbstream.lab.trace;

import java.time.Instant;
import java.util.Set;

/**
 * A label as it lies in its topic.
 *
 * @param position where it lies
 * @param id label id
 * @param revision its revision, from 1
 * @param sources feedback records it was made from
 * @param feedbackIds ids of that feedback
 * @param at record time
 */
public record LabelRecord(
        Position position, String id, int revision, Set<Position> sources, Set<String> feedbackIds, Instant at) {
    public LabelRecord {
        sources = Set.copyOf(sources);
        feedbackIds = Set.copyOf(feedbackIds);
    }
}
