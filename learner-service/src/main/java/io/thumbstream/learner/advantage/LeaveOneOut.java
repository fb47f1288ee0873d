package io.thumbstream.learner.advantage;

import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/**
 * REINFORCE leave-one-out: the reward minus the mean reward of the other answers to the same prompt.
 *
 * <p>{@code A_i = r_i - (1 / (n - 1)) sum_{j != i} r_j = (n / (n - 1)) (r_i - mean)}; 0 when the group has one answer.
 * Source: Kool, van Hoof and Welling, Buy 4 REINFORCE Samples, Get a Baseline for Free, 2019; Ahmadian et al., Back to
 * Basics, 2024, arXiv 2402.14740. Ours spreads the advantage evenly over the tokens. Unbiased; keeps the scale of the
 * reward, so bound the reward before it. Use {@code group-relative} where reward scales differ between prompts.
 */
final class LeaveOneOut implements AdvantageEstimator {
    @Override
    public List<float[]> estimate(RolloutGroup group) {
        double[] rewards =
                group.rollouts().stream().mapToDouble(GroupRollout::reward).toArray();
        int n = rewards.length;
        double[] advantages = new double[n];
        if (n > 1) {
            double sum = 0;
            for (double reward : rewards) {
                sum += reward;
            }
            for (int i = 0; i < n; i++) {
                advantages[i] = rewards[i] - (sum - rewards[i]) / (n - 1);
            }
        }
        return Broadcast.overTokens(group, advantages);
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.GROUP, Signal.REWARD);
    }
}
