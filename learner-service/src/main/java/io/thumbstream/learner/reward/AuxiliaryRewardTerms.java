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
            .add("multi-view-term", new MultiViewTerm.Settings(0.5, 0.1, 0.2, 0.1, 0.1), MultiViewTerm::new)
            .add("text-generation-term", new TextGenerationTerm.Settings(0.01), TextGenerationTerm::new)
            .add("view-contrast-term", new ViewContrastTerm.Settings(0.1, 0.05, 0.1), ViewContrastTerm::new)
            .withExtensions(AuxiliaryRewardTerm.class);

    private AuxiliaryRewardTerms() {}
}
