package io.thumbstream.learner.reward;

import io.thumbstream.runtime.catalog.TechniqueChoice;

/**
 * How the reward learner uses labels.
 *
 * @param objective entry of {@link RewardObjectives}
 * @param batch labels of one step at most, in {@code [1, 1024]}
 * @param recentLabels newest labels kept for reuse, in {@code [1, 1000000]}; older ones are forgotten, so that tastes may change
 * @param uses how often a label about one answer is learned in all, in {@code [1, 100]}; thumbs are few, so they are used again
 * @param pairUses the same for pairs; on real pair votes one pass foresees later votes best
 * @param people step sizes of the people's effects
 */
public record RewardCoreSettings(
        TechniqueChoice objective, int batch, int recentLabels, int uses, int pairUses, PeopleEffects.Settings people) {
    public RewardCoreSettings {
        range("batch", batch, 1, 1024);
        range("recent-labels", recentLabels, 1, 1_000_000);
        range("uses", uses, 1, 100);
        range("pair-uses", pairUses, 1, 100);
    }

    /** Thumbs and pairs together, batches of 32, thumbs four times from the newest 2,048, pairs once. */
    public static RewardCoreSettings defaults() {
        return new RewardCoreSettings(
                TechniqueChoice.of("by-label-kind"), 32, 2048, 4, 1, PeopleEffects.Settings.defaults());
    }

    private static void range(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " is " + value + "; choose from " + low + " to " + high);
        }
    }
}
