package io.thumbstream.learner.replay;

import io.thumbstream.runtime.catalog.Experimental;
import java.util.ArrayList;
import java.util.List;

/**
 * Prefers answers of the newest policy in a group to answers of older ones, unless they are clearly worse.
 *
 * <p>With the answers of the newest version and those of older ones each in group order, the i-th of both make a pair {@code (new, old)}, which is kept when
 * {@code r_new - r_old > -sd}, {@code sd} the standard deviation of the rewards of the old answers. Source: Mutual-Taught for Co-adapting Policy and Reward Models, 2025, arXiv 2506.06292
 * (the reward model's part of its loop). Ours pairs within groups that were sampled while a new version came.
 *
 * <p>It trusts that newer is better. On these pairs alone a loop amplifies what its reward model over-values; mix with what people said at least as
 * often ({@code mixture-selector}). A group of one version has no pairs. Answers of somebody else belong to no version and are left out.
 */
@Experimental
final class CheckpointContrastBuilder implements PairBuilder {
    @Override
    public List<AnswerPair> pairs(RolloutGroup group) {
        List<GroupRollout> rollouts = group.rollouts();
        long newest =
                rollouts.stream().mapToLong(GroupRollout::oldestVersion).max().orElseThrow();
        List<Integer> fresh = new ArrayList<>();
        List<Integer> old = new ArrayList<>();
        for (int i = 0; i < rollouts.size(); i++) {
            if (!rollouts.get(i).fromElsewhere()) {
                (rollouts.get(i).oldestVersion() == newest ? fresh : old).add(i);
            }
        }
        double slack = deviation(
                old.stream().mapToDouble(i -> rollouts.get(i).reward()).toArray());
        List<AnswerPair> pairs = new ArrayList<>();
        for (int i = 0; i < Math.min(fresh.size(), old.size()); i++) {
            double difference = rollouts.get(fresh.get(i)).reward()
                    - rollouts.get(old.get(i)).reward();
            if (difference > -slack) {
                pairs.add(new AnswerPair(fresh.get(i), old.get(i)));
            }
        }
        return List.copyOf(pairs);
    }

    private static double deviation(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        return Math.sqrt(variance);
    }
}
