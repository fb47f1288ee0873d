package io.thumbstream.learner.reward;

import io.thumbstream.runtime.catalog.Catalog;

/** The reward objectives by name. */
public final class RewardObjectives {
    /** All of them, with vetted settings. */
    public static final Catalog<RewardObjective> CATALOG = Catalog.<RewardObjective>of("reward objective")
            .add("by-label-kind", ByLabelKind.Settings.defaults(), ByLabelKind::new)
            .add("bradley-terry", PreferenceRewardObjective.Settings.defaults(), PreferenceRewardObjective::new)
            .add("plackett-luce", PlackettLuce::new)
            .add("binary-logistic", BinaryRewardObjective.Settings.defaults(), BinaryRewardObjective::new)
            .withExtensions(RewardObjective.class);

    private RewardObjectives() {}
}
