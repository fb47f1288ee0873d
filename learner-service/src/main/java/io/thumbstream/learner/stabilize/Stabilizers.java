package io.thumbstream.learner.stabilize;

import io.thumbstream.runtime.catalog.Catalog;

/** The known stabilizers. */
public final class Stabilizers {
    public static final Catalog<Stabilizer> CATALOG = Catalog.<Stabilizer>of("stabilizer")
            .add("kl-penalty", new KlPenalty.Settings(0.11, KlPenalty.Estimator.K2), KlPenalty::new)
            .add("entropy-bonus", new EntropyBonus.Settings(0.003), EntropyBonus::new)
            .withExtensions(Stabilizer.class);

    private Stabilizers() {}
}
