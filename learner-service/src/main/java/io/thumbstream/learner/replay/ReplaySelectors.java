package io.thumbstream.learner.replay;

import io.thumbstream.runtime.catalog.Catalog;

/** The known replay selectors. */
public final class ReplaySelectors {
    public static final Catalog<ReplaySelector> CATALOG = Catalog.<ReplaySelector>of("replay selector")
            .add("newest-first", NewestFirst::new)
            .add("uniform", Uniform::new)
            .add("mixture-selector", new MixtureSelector.Settings(0.5, 0.5), MixtureSelector::new)
            .withExtensions(ReplaySelector.class);

    private ReplaySelectors() {}
}
