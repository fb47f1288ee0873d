package io.thumbstream.learner.stabilize;

import io.thumbstream.learner.stabilize.DivergencePenalty.Divergence;
import io.thumbstream.learner.stabilize.DivergencePenalty.Source;
import io.thumbstream.learner.stabilize.OveroptimizationStop.Action;
import io.thumbstream.runtime.catalog.Catalog;

/** The known stabilizers. */
public final class Stabilizers {
    public static final Catalog<Stabilizer> CATALOG = Catalog.<Stabilizer>of("stabilizer")
            .add("kl-penalty", new KlPenalty.Settings(0.11, KlPenalty.Estimator.K2), KlPenalty::new)
            .add(
                    "divergence-penalty",
                    new DivergencePenalty.Settings(0.05, Divergence.FORWARD_KL, 0.2, 2, Source.ON_POLICY),
                    DivergencePenalty::new)
            .add("adaptive-kl", new AdaptiveKl.Settings(0.11, 0.1, 0.1, 100), AdaptiveKl::new)
            .add("kl-budget", new KlBudget.Settings(0.11, 1, 0.4, 0.8), KlBudget::new)
            .add(
                    "weight-averaging",
                    new WeightAveraging.Settings(WeightAveraging.Mode.EXPONENTIAL, 0.9),
                    WeightAveraging::new)
            .add("elastic-reset", new ElasticReset.Settings(0.995, 260), ElasticReset::new)
            .add(
                    "overoptimization-stop",
                    new OveroptimizationStop.Settings(200, 1.28, 2, Action.PAUSE),
                    OveroptimizationStop::new)
            .add("entropy-bonus", new EntropyBonus.Settings(0.003), EntropyBonus::new)
            .withExtensions(Stabilizer.class);

    private Stabilizers() {}
}
