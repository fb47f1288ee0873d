package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.RolloutEvent;

/**
 * Head of a group. Immutable.
 *
 * @param expected rollouts asked for; 0 for exchanges of external models
 * @param arrived rollouts seen
 * @param lastMicros event time of the newest record
 * @param revision of the experience; 0 before the first
 */
public record GroupState(String groupId, int expected, int arrived, long lastMicros, int revision) {

    static GroupState first(RolloutEvent rollout) {
        return new GroupState(rollout.groupId(), rollout.groupSize(), 0, rollout.timeMicros(), 0);
    }

    GroupState with(RolloutEvent rollout) {
        return new GroupState(
                groupId,
                Math.max(expected, rollout.groupSize()),
                arrived + 1,
                Math.max(lastMicros, rollout.timeMicros()),
                revision);
    }

    GroupState touched(long timeMicros) {
        return new GroupState(groupId, expected, arrived, Math.max(lastMicros, timeMicros), revision);
    }

    GroupState revised() {
        return new GroupState(groupId, expected, arrived, lastMicros, revision + 1);
    }

    boolean external() {
        return expected == 0;
    }

    boolean complete() {
        return expected > 0 && arrived >= expected;
    }
}
