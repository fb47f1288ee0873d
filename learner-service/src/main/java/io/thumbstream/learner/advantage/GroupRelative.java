package io.thumbstream.learner.advantage;

import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/**
 * The reward relative to the group's mean, in units of the group's standard deviation when that is asked for.
 *
 * <p>{@code A_i = (r_i - mean) / max(sd, floor)} with the population standard deviation {@code sd}, or
 * {@code r_i - mean}. Source: Shao et al., DeepSeekMath, 2024, arXiv 2402.03300 (with deviation); Liu et al.,
 * Understanding R1-Zero-Like Training, 2025, arXiv 2503.20783 (without). Ours floors the deviation instead of adding a
 * small constant, so that a group whose rewards hardly differ is not blown up. The deviation removes the reward's scale
 * and over-weights easy and hard prompts.
 */
final class GroupRelative implements AdvantageEstimator {
    /**
     * @param divideByDeviation whether to divide by the group's standard deviation
     * @param deviationFloor smallest divisor, above zero, in units of the reward
     */
    record Settings(boolean divideByDeviation, double deviationFloor) {
        Settings {
            if (!(deviationFloor > 0)) {
                throw new IllegalArgumentException("deviation-floor is " + deviationFloor + "; give a value above 0");
            }
        }
    }

    private final Settings settings;

    GroupRelative(Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<float[]> estimate(RolloutGroup group) {
        double[] rewards =
                group.rollouts().stream().mapToDouble(GroupRollout::reward).toArray();
        double mean = 0;
        for (double reward : rewards) {
            mean += reward / rewards.length;
        }
        double variance = 0;
        for (double reward : rewards) {
            variance += (reward - mean) * (reward - mean) / rewards.length;
        }
        double divisor = settings.divideByDeviation() ? Math.max(Math.sqrt(variance), settings.deviationFloor()) : 1;
        double[] advantages = new double[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            advantages[i] = (rewards[i] - mean) / divisor;
        }
        return Broadcast.overTokens(group, advantages);
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.GROUP, Signal.REWARD);
    }
}
