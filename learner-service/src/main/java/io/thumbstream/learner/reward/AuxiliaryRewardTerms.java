package io.thumbstream.learner.reward;

import io.thumbstream.runtime.catalog.Catalog;

/** The auxiliary terms of reward objectives by name. */
public final class AuxiliaryRewardTerms {
    /** All of them, with vetted settings. */
    public static final Catalog<AuxiliaryRewardTerm> CATALOG = Catalog.<AuxiliaryRewardTerm>of("auxiliary reward term")
            .add("centring-term", new CentringTerm.Settings(0.01), CentringTerm::new)
            .add("contrastive-term", new ContrastiveTerm.Settings(0.01, 1), ContrastiveTerm::new)
            .add("group-entropy-term", new GroupEntropyTerm.Settings(0.1, 0.1), GroupEntropyTerm::new)
            .add("metric-regression-term", new MetricRegressionTerm.Settings(0.1, 2), MetricRegressionTerm::new)
            .add("text-generation-term", new TextGenerationTerm.Settings(0.01), TextGenerationTerm::new)
            .withExtensions(AuxiliaryRewardTerm.class);

    private AuxiliaryRewardTerms() {}
}
