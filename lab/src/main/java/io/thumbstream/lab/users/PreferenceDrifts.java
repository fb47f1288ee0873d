package io.thumbstream.lab.users;

import io.thumbstream.runtime.catalog.Catalog;

/** Catalogue of ways in which wishes change. */
public final class PreferenceDrifts {
    private static final long WARM_UP_VOTES = 3000;

    public static final Catalog<PreferenceDrift> CATALOG = Catalog.<PreferenceDrift>of("preference drift")
            .add("none", Unchanging::new)
            .add("abrupt-flip", new AbruptFlip.Settings(WARM_UP_VOTES), AbruptFlip::new)
            .add("slow-rotation", new SlowRotation.Settings(4 * WARM_UP_VOTES), SlowRotation::new)
            .add("recurring", new Recurring.Settings(WARM_UP_VOTES), Recurring::new)
            .add("new-prompts", new NewPrompts.Settings(WARM_UP_VOTES, 0.5), NewPrompts::new)
            .withExtensions(PreferenceDrift.class);

    private PreferenceDrifts() {}
}
