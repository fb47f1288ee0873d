package io.thumbstream.learner.replay;

import io.thumbstream.runtime.catalog.Catalog;

/** The known pair builders. */
public final class PairBuilders {
    public static final Catalog<PairBuilder> CATALOG = Catalog.<PairBuilder>of("pair builder")
            .add("group-extremes-builder", GroupExtremesBuilder::new)
            .add("consensus-builder", new ConsensusBuilder.Settings(2, 0.5), ConsensusBuilder::new)
            .add("checkpoint-contrast-builder", CheckpointContrastBuilder::new)
            .add("multi-source-builder", MultiSourceBuilder::new)
            .withExtensions(PairBuilder.class);

    private PairBuilders() {}
}
