package io.thumbstream.learner;

import io.thumbstream.learner.reward.RewardCoreSettings;
import io.thumbstream.model.reward.NgramTrunkSettings;
import io.thumbstream.model.reward.TransformerTrunkSettings;

/**
 * How the reward model learns, and on which trunk.
 *
 * @param trunk which encoder reads the texts
 * @param ngram settings of the hashed n-gram trunk
 * @param transformer settings of the transformer trunk, which starts from the base policy
 * @param core how labels are used
 */
public record RewardLearnerSettings(
        Trunk trunk, NgramTrunkSettings ngram, TransformerTrunkSettings transformer, RewardCoreSettings core) {
    /** Encoders of a reward model. */
    public enum Trunk {
        NGRAM,
        TRANSFORMER
    }

    /** The n-gram trunk: it learns in seconds from few votes. */
    public static RewardLearnerSettings defaults() {
        return new RewardLearnerSettings(
                Trunk.NGRAM,
                NgramTrunkSettings.defaults(),
                TransformerTrunkSettings.defaults(),
                RewardCoreSettings.defaults());
    }

    /** The n-gram trunk with the settings for recorded votes. */
    public static RewardLearnerSettings recorded() {
        return new RewardLearnerSettings(
                Trunk.NGRAM,
                NgramTrunkSettings.recorded(),
                TransformerTrunkSettings.defaults(),
                RewardCoreSettings.recorded());
    }
}
