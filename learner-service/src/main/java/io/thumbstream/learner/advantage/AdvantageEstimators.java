package io.thumbstream.learner.advantage;

import io.thumbstream.runtime.catalog.Catalog;

/** The known advantage estimators. */
public final class AdvantageEstimators {
    public static final Catalog<AdvantageEstimator> CATALOG = Catalog.<AdvantageEstimator>of("advantage estimator")
            .add("rloo", LeaveOneOut::new)
            .add("group-relative", new GroupRelative.Settings(true, 0.05), GroupRelative::new)
            .add("group-centred", new GroupRelative.Settings(false, 0.05), GroupRelative::new)
            .withExtensions(AdvantageEstimator.class);

    private AdvantageEstimators() {}
}
