package io.thumbstream.reward.ask;

import io.thumbstream.runtime.catalog.TechniqueChoice;

/**
 * About which two answers of a group people are asked once the reward model has scored them.
 *
 * @param policy how urgent a comparison is, a name of {@link AskPolicies}
 * @param budget share of the comparable groups that people are asked about, on average, range [0, 1]; 0 asks about none
 * @param randomShare share of the budget that is asked at random, range (0, 1]; no probability is below budget times this share
 * @param memory groups of a partition over which the mean urgency is taken, at least 1
 */
public record AskingSettings(TechniqueChoice policy, double budget, double randomShare, int memory) {
    public AskingSettings {
        if (!(budget >= 0 && budget <= 1)) {
            throw new IllegalArgumentException(
                    "budget is " + budget + "; give a share from 0, which asks about nothing, to 1");
        }
        // the ranges of the others are those of the selector, also while nothing is asked
        ActiveQuerySelector.Settings unused =
                new ActiveQuerySelector.Settings(budget > 0 ? budget : 1, randomShare, memory);
    }

    /** The vetted defaults: nobody is asked; with a budget, at random. */
    public static AskingSettings defaults() {
        return new AskingSettings(
                TechniqueChoice.of("random-asking"),
                0,
                ActiveQuerySelector.Settings.RANDOM_SHARE,
                ActiveQuerySelector.Settings.MEMORY);
    }

    /** Whether anybody is asked. */
    public boolean isOn() {
        return budget > 0;
    }
}
