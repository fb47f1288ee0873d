package io.thumbstream.reward.transform;

import io.thumbstream.reward.transform.ReferencedReward.Reference;
import io.thumbstream.reward.transform.ReferencedReward.Statistic;
import io.thumbstream.runtime.catalog.Catalog;
import java.util.Map;

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
            .add("par", referenced(Link.SIGMOID, Statistic.MEAN_OF_LINK), ReferencedReward::new)
            .add("log-sigmoid-centred", referenced(Link.LOG_SIGMOID, Statistic.QUANTILE), ReferencedReward::new)
            .add("contrastive", referenced(Link.LINEAR, Statistic.MEAN), ReferencedReward::new)
            .add(
                    "prior-clipped",
                    new ReferencedReward.Settings(
                            Link.SIGMOID, Reference.PRIOR, Statistic.MEAN_OF_LINK, 0.85, 0.5, 1, true),
                    ReferencedReward::new)
            .add(
                    "length-control",
                    new LengthControl.Settings(LengthControl.Mode.LINEAR, 32, 0.05, 0.1),
                    LengthControl::new)
            .add(
                    "imputed-reward",
                    new ImputedReward.Settings(ImputedReward.Mode.MODEL_MEAN, 1, 20, 1),
                    ImputedReward::new)
            .add(
                    "reward-mixer",
                    new RewardMixer.Settings(Map.of("score", 1.0), Link.LOG_SIGMOID, 0.85, 1),
                    RewardMixer::new)
            .add("observed-label-mix", new ObservedLabelMix.Settings(0.2), ObservedLabelMix::new)
            .add(
                    "reference-similarity",
                    new ReferenceSimilarity.Settings(Likeness.ROUGE_L, 0.3, 512),
                    ReferenceSimilarity::new)
            .withExtensions(RewardTransform.class);

    private Transforms() {}

    private static ReferencedReward.Settings referenced(Link link, Statistic statistic) {
        return new ReferencedReward.Settings(link, Reference.GROUP, statistic, 0.85, 0.5, 1, false);
    }
}
