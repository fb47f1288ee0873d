package io.thumbstream.model.reward;

import io.thumbstream.model.ngram.NgramSettings;

/**
 * The n-gram trunk.
 *
 * @param features shape of the feature space
 * @param steps step sizes
 * @param members number of members, in {@code [2, 16]}
 * @param priorScale standard deviation of the random first weights, in {@code [0, 1]}; where no data speak, members disagree by it
 */
public record NgramTrunkSettings(NgramSettings features, AdaGradSettings steps, int members, double priorScale) {
    public NgramTrunkSettings {
        if (members < 2 || members > 16) {
            throw new IllegalArgumentException(
                    "members is " + members + "; choose from 2 to 16, one member has no uncertainty");
        }
        if (!(priorScale >= 0 && priorScale <= 1)) {
            throw new IllegalArgumentException("prior-scale is " + priorScale + "; choose from 0 to 1");
        }
    }

    /** Four members on the default features. */
    public static NgramTrunkSettings defaults() {
        return new NgramTrunkSettings(NgramSettings.defaults(), AdaGradSettings.defaults(), 4, 0.01);
    }

    /** The same with the steps for recorded votes. */
    public static NgramTrunkSettings recorded() {
        return new NgramTrunkSettings(NgramSettings.defaults(), AdaGradSettings.recorded(), 4, 0.01);
    }
}
