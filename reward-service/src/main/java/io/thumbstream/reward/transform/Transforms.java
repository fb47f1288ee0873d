package io.thumbstream.reward.transform;

import io.thumbstream.runtime.catalog.Catalog;

/** All ways from scores to rewards. */
public final class Transforms {
    public static final Catalog<RewardTransform> CATALOG = Catalog.<RewardTransform>of("reward transform")
            .add("score-aggregate", new ScoreAggregate.Settings(1), ScoreAggregate::new)
            .add("centre", new Centre.Settings(Centre.Around.GROUP), Centre::new)
            .add("clip", new Clip.Settings(-5, 5), Clip::new)
            .add(
                    "bounded-preference",
                    new BoundedPreference.Settings(BoundedPreference.Reference.GROUP, 1),
                    BoundedPreference::new)
            .add("observed-label-mix", new ObservedLabelMix.Settings(0.2), ObservedLabelMix::new)
            .withExtensions(RewardTransform.class);

    private Transforms() {}
}
