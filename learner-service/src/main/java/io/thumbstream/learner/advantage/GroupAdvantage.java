package io.thumbstream.learner.advantage;

import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.runtime.catalog.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * The reward relative to a baseline made from the other answers, divided by their deviation when that is asked for.
 *
 * <p>{@code A_i = (r_i - b_i) / s} for answer {@code i} of {@code n} in a group, with {@code L_i} its length in tokens. Centre:
 * mean {@code b = sum_j r_j / n}; leave-one-out {@code b_i = sum_{j != i} r_j / (n - 1)}; length-weighted
 * {@code b = sum_j L_j r_j / sum_j L_j}; batch, the mean over all answers of the step. Scale: none {@code s = 1}; group-std
 * {@code s = max(sd of the group's rewards, std-floor)}; batch-std, the same for the deviation of {@code r - b} over the step. Deviations
 * are of the population. Source: Kool, van Hoof and Welling, Buy 4 REINFORCE Samples, Get a Baseline for Free, 2019, and Ahmadian et al.,
 * Back to Basics, 2024, arXiv 2402.14740 (leave-one-out); Shao et al., DeepSeekMath, 2024, arXiv 2402.03300 (mean and group-std);
 * Hao et al., On-Policy RL with Optimal Reward Baseline, 2025, arXiv 2505.23585 (length-weighted); Hu, REINFORCE++, 2025,
 * arXiv 2501.03262 (batch). Ours floors the deviation instead of adding a small constant, so that a group whose rewards hardly
 * differ is not blown up, and spreads the advantage evenly over the tokens.
 *
 * <p>An answer without anything to compare with has advantage 0. Leave-one-out is unbiased and keeps the scale of the reward, so bound the
 * reward before it. The length-weighted baseline has the least variance where the gradient of an answer grows with its length; the mean
 * can then be worse than none. Dividing by the deviation of the group removes the reward's scale, over-weights easy and hard prompts, and
 * undoes a bound set on rewards before. A constant added to all rewards of a prompt cancels unless the centre is the batch.
 */
final class GroupAdvantage implements AdvantageEstimator {
    /** What is subtracted. */
    enum Centre {
        MEAN,
        LEAVE_ONE_OUT,
        LENGTH_WEIGHTED,
        BATCH
    }

    /** What is divided by. */
    enum Scale {
        NONE,
        GROUP_STD,
        BATCH_STD
    }

    /**
     * @param centre what is subtracted from the reward
     * @param scale what the difference is divided by
     * @param stdFloor smallest deviation divided by, above 0, in units of the reward; not used with scale none
     */
    record Settings(Centre centre, Scale scale, double stdFloor) {
        Settings {
            if (!(stdFloor > 0)) {
                throw new IllegalArgumentException("std-floor is " + stdFloor + "; give a value above 0");
            }
        }
    }

    /**
     * Settings of the names {@code group-relative} and {@code group-centred}, which centre on the mean.
     *
     * @param divideByDeviation whether to divide by the group's standard deviation
     * @param deviationFloor smallest divisor, above zero, in units of the reward
     */
    record OnMean(boolean divideByDeviation, double deviationFloor) {
        OnMean {
            if (!(deviationFloor > 0)) {
                throw new IllegalArgumentException("deviation-floor is " + deviationFloor + "; give a value above 0");
            }
        }
    }

    private final Settings settings;

    GroupAdvantage(Settings settings) {
        this.settings = settings;
    }

    GroupAdvantage(OnMean older) {
        this(new Settings(
                Centre.MEAN, older.divideByDeviation() ? Scale.GROUP_STD : Scale.NONE, older.deviationFloor()));
    }

    @Override
    public List<float[]> estimate(RolloutGroup group) {
        return estimateStep(List.of(group)).get(0);
    }

    @Override
    public List<List<float[]>> estimateStep(List<RolloutGroup> step) {
        List<double[]> rewards = step.stream().map(GroupAdvantage::rewards).toList();
        double mean = mean(joined(rewards));
        List<double[]> centred = new ArrayList<>();
        for (int g = 0; g < step.size(); g++) {
            centred.add(centred(step.get(g), rewards.get(g), mean));
        }
        double deviation = deviation(joined(centred));
        List<List<float[]>> advantages = new ArrayList<>();
        for (int g = 0; g < step.size(); g++) {
            double divisor =
                    switch (settings.scale()) {
                        case NONE -> 1;
                        case GROUP_STD -> Math.max(deviation(rewards.get(g)), settings.stdFloor());
                        case BATCH_STD -> Math.max(deviation, settings.stdFloor());
                    };
            double[] scaled =
                    Arrays.stream(centred.get(g)).map(each -> each / divisor).toArray();
            advantages.add(Broadcast.overTokens(step.get(g), scaled));
        }
        return advantages;
    }

    private double[] centred(RolloutGroup group, double[] rewards, double stepMean) {
        int n = rewards.length;
        double sum = 0;
        double tokens = 0;
        double weighted = 0;
        for (int i = 0; i < n; i++) {
            int length = group.rollouts().get(i).tokens().length;
            sum += rewards[i];
            tokens += length;
            weighted += length * rewards[i];
        }
        double[] centred = new double[n];
        for (int i = 0; i < n; i++) {
            double baseline =
                    switch (settings.centre()) {
                        case MEAN -> mean(rewards);
                        case LEAVE_ONE_OUT -> n == 1 ? rewards[i] : (sum - rewards[i]) / (n - 1);
                        case LENGTH_WEIGHTED -> weighted / tokens;
                        case BATCH -> stepMean;
                    };
            centred[i] = rewards[i] - baseline;
        }
        return centred;
    }

    static double[] rewards(RolloutGroup group) {
        return group.rollouts().stream().mapToDouble(GroupRollout::reward).toArray();
    }

    private static double[] joined(List<double[]> parts) {
        return parts.stream().flatMapToDouble(DoubleStream::of).toArray();
    }

    private static double mean(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        return mean;
    }

    /** Deviation of the population. */
    static double deviation(double[] values) {
        double mean = mean(values);
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        return Math.sqrt(variance);
    }

    /** Answers compared with those of other prompts teach something even when all of the group are alike. */
    @Override
    public boolean learnsFrom(RolloutGroup group) {
        return settings.centre() == Centre.BATCH || group.hasSpread();
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.GROUP, Signal.REWARD);
    }
}
