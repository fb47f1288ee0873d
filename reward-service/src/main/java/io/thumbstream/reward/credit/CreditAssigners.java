package io.thumbstream.reward.credit;

import io.thumbstream.runtime.catalog.Catalog;

/** All ways to spread a reward over tokens. */
public final class CreditAssigners {
    public static final Catalog<CreditAssigner> CATALOG = Catalog.<CreditAssigner>of("credit assigner")
            .add("terminal", TerminalCredit::new)
            .add("uniform", UniformCredit::new)
            .add("at-event", new EventCredit.Settings(8, 1), EventCredit::new)
            .withExtensions(CreditAssigner.class);

    private CreditAssigners() {}
}
