package io.thumbstream.reward.transform;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Rewards of all rollouts of one group, in index order. Immutable.
 *
 * @param rows what is rewarded
 * @param start answers of the policy that learning began with to the same prompt, with the rewards that they have so far, to compare with; empty
 *     where there are none, or where they are among the rows
 */
public record RewardGroup(List<RewardRow> rows, List<RewardRow> start) {
    public RewardGroup {
        rows = List.copyOf(rows);
        start = List.copyOf(start);
    }

    /** A group with nothing beside it. */
    public RewardGroup(List<RewardRow> rows) {
        this(rows, List.of());
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
        return new RewardGroup(
                rows.stream()
                        .map(row -> row.withReward(reward.applyAsDouble(row)))
                        .toList(),
                start);
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
        return new RewardGroup(changed, start);
    }

    /** The group with those of its rows that are answers of the policy that learning began with taken out and put beside the others. */
    public RewardGroup apart() {
        return new RewardGroup(
                rows.stream().filter(row -> !row.ofStart()).toList(),
                rows.stream().filter(RewardRow::ofStart).toList());
    }

    /**
     * The rows of this group in their order, as they are in {@code changed}.
     *
     * @param changed what became of this group after {@link #apart()}
     */
    RewardGroup together(RewardGroup changed) {
        Iterator<RewardRow> own = changed.rows().iterator();
        Iterator<RewardRow> beside = changed.start().iterator();
        return new RewardGroup(rows.stream()
                .map(row -> row.ofStart() ? beside.next() : own.next())
                .toList());
    }
}
