package io.thumbstream.generator.explore;

import io.thumbstream.runtime.catalog.Catalog;

/** The known explorers by name, with their vetted settings. */
public final class Explorers {
    public static final Catalog<Explorer> CATALOG = Catalog.<Explorer>of("explorer")
            .add("plain", PlainSampling::new)
            .add("temperature-ladder", new TemperatureLadder.Settings(0.7, 1.6), TemperatureLadder::new)
            .add("hot-mixture", new HotMixture.Settings(0.1, 2.0, false), HotMixture::new)
            .withExtensions(Explorer.class);

    private Explorers() {}
}
