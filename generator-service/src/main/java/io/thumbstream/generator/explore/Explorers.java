package io.thumbstream.generator.explore;

import io.thumbstream.runtime.catalog.Catalog;

/** The known explorers by name, with their vetted settings. */
public final class Explorers {
    private Explorers() {}

    /** Built-in explorers and those of plug-ins on the class path. */
    public static Catalog<Explorer> catalog() {
        return Catalog.<Explorer>of("explorer")
                .add("plain", PlainSampling::new)
                .add("temperature-ladder", new TemperatureLadder.Settings(0.7, 1.6), TemperatureLadder::new)
                .add("hot-mixture", new HotMixture.Settings(0.1, 2.0, false), HotMixture::new)
                .withExtensions(Explorer.class);
    }
}
