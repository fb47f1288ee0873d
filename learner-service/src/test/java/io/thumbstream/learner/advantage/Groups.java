package io.thumbstream.learner.advantage;

import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Groups of which only rewards and lengths matter. */
final class Groups {
    private Groups() {}

    static RolloutGroup of(double[] rewards, int[] lengths) {
        List<GroupRollout> rollouts = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            rollouts.add(rollout(i, rewards[i], lengths[i]));
        }
        return new RolloutGroup("g", 1, rollouts, Instant.EPOCH);
    }

    /** Answers as long as their token rewards. */
    static RolloutGroup of(double[] rewards, float[][] tokenRewards) {
        List<GroupRollout> rollouts = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            rollouts.add(rollout(i, rewards[i], tokenRewards[i].length).withTokenRewards(tokenRewards[i]));
        }
        return new RolloutGroup("g", 1, rollouts, Instant.EPOCH);
    }

    private static GroupRollout rollout(int index, double reward, int length) {
        return new GroupRollout(
                "g." + index, new int[] {1}, new int[length], new float[length], 0, reward, Optional.empty());
    }
}
