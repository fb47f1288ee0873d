package io.thumbstream.reward.ask;

import io.thumbstream.runtime.catalog.Catalog;

/** The known ask policies. */
public final class AskPolicies {
    public static final Catalog<AskPolicy> CATALOG = Catalog.<AskPolicy>of("ask policy")
            .add("random-asking", RandomAsking::new)
            .add("margin-asking", new MarginAsking.Settings(0.5), MarginAsking::new)
            .add("info-asking", InfoAsking::new)
            .withExtensions(AskPolicy.class);

    private AskPolicies() {}
}
