package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.RolloutEvent;
import java.util.Optional;

/**
 * Head of a group. Immutable.
 *
 * @param expected rollouts asked for; 0 for exchanges of external models
 * @param arrived rollouts seen
 * @param lastMicros event time of the newest record
 * @param revision of the experience; 0 before the first
 * @param asked the two answers about which it was decided whether people are asked to compare them; empty where nothing was decided
 */
public record GroupState(
        String groupId, int expected, int arrived, long lastMicros, int revision, Optional<AskedPair> asked) {

    /** A group about which nothing was decided. */
    public GroupState(String groupId, int expected, int arrived, long lastMicros, int revision) {
        this(groupId, expected, arrived, lastMicros, revision, Optional.empty());
    }

    static GroupState first(RolloutEvent rollout) {
        return new GroupState(rollout.groupId(), rollout.groupSize(), 0, rollout.timeMicros(), 0);
    }

    GroupState with(RolloutEvent rollout) {
        return new GroupState(
                groupId,
                Math.max(expected, rollout.groupSize()),
                arrived + 1,
                Math.max(lastMicros, rollout.timeMicros()),
                revision,
                asked);
    }

    GroupState touched(long timeMicros) {
        return new GroupState(groupId, expected, arrived, Math.max(lastMicros, timeMicros), revision, asked);
    }

    GroupState revised() {
        return new GroupState(groupId, expected, arrived, lastMicros, revision + 1, asked);
    }

    /** Remembers what was decided about asking. */
    public GroupState asking(AskedPair pair) {
        return new GroupState(groupId, expected, arrived, lastMicros, revision, Optional.of(pair));
    }

    boolean external() {
        return expected == 0;
    }

    boolean complete() {
        return expected > 0 && arrived >= expected;
    }
}
