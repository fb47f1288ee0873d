package io.thumbstream.reward.wire;

import io.thumbstream.reward.assemble.GroupState;
import io.thumbstream.reward.assemble.RolloutState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;

/**
 * What the joiner has read or written while it handles one event or timer, so that it is read, opened and decoded once. It is forgotten
 * before the next one, because people may be erased in between. Not thread-safe.
 */
final class StepMemo {
    private final Map<String, Optional<GroupState>> groups = new HashMap<>();
    private final Map<Bytes, Optional<RolloutState>> rollouts = new HashMap<>();

    /** A group, by {@code read} when it was not asked for in this step. */
    Optional<GroupState> group(String groupId, Supplier<Optional<GroupState>> read) {
        return groups.computeIfAbsent(groupId, id -> read.get());
    }

    /** Notes what was written. */
    void put(GroupState group) {
        groups.put(group.groupId(), Optional.of(group));
    }

    /** A rollout, by {@code read} when it was not asked for in this step. */
    Optional<RolloutState> rollout(Bytes key, Supplier<Optional<RolloutState>> read) {
        return rollouts.computeIfAbsent(key, id -> read.get());
    }

    /** A rollout that was found or written in this step; empty also when it was looked for and is not there. */
    Optional<RolloutState> known(Bytes key) {
        return rollouts.getOrDefault(key, Optional.empty());
    }

    /**
     * Notes what was written.
     *
     * @param rollout empty when nothing of it was kept, because its person was erased
     */
    void put(Bytes key, Optional<RolloutState> rollout) {
        rollouts.put(key, rollout);
    }

    void forget() {
        groups.clear();
        rollouts.clear();
    }
}
