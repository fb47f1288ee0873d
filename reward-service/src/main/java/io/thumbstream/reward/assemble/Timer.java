package io.thumbstream.reward.assemble;

/**
 * A moment in event time at which something about a group must be looked at.
 *
 * @param dueMicros when, microseconds since the epoch
 * @param reference rollout or feedback id; empty for the group as a whole
 */
public record Timer(long dueMicros, Kind kind, String groupId, String reference) implements Comparable<Timer> {

    /** What is due. */
    public enum Kind {
        /** The attribution window of a rollout ends. */
        WINDOW,
        /** A group has waited long enough for missing rollouts. */
        GROUP_TIMEOUT,
        /** Parked feedback has waited long enough for its rollout. */
        PARKED,
        /** A group may be forgotten. */
        RETENTION,
        /** The attribution window of one kind of feedback on a rollout ends. */
        SILENCE
    }

    /** By hand, because the joiner compares timers more often than it does anything else. */
    @Override
    public int compareTo(Timer other) {
        int order = Long.compare(dueMicros, other.dueMicros);
        if (order == 0) {
            order = kind.compareTo(other.kind);
        }
        if (order == 0) {
            order = groupId.compareTo(other.groupId);
        }
        return order == 0 ? reference.compareTo(other.reference) : order;
    }
}
