package io.thumbstream.reward.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Rewards of all rollouts of one group, in index order. Immutable. */
public record RewardGroup(List<RewardRow> rows) {
    public RewardGroup {
        rows = List.copyOf(rows);
    }

    /** Whether a reward model scored every rollout. */
    public boolean scored() {
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.score() != null);
    }

    /** Mean of the rewards; 0 for an empty group. */
    public double meanReward() {
        return rows.stream().mapToDouble(RewardRow::reward).average().orElse(0);
    }

    /** The group with each reward replaced. */
    public RewardGroup map(ToDoubleFunction<RewardRow> reward) {
        return new RewardGroup(rows.stream()
                .map(row -> row.withReward(reward.applyAsDouble(row)))
                .toList());
    }

    /**
     * The group with other rewards.
     *
     * @param rewards one per rollout, in the same order
     */
    RewardGroup with(double[] rewards) {
        List<RewardRow> changed = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            changed.add(rows.get(i).withReward(rewards[i]));
        }
        return new RewardGroup(changed);
    }
}
