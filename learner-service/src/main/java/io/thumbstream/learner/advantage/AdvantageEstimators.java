package io.thumbstream.learner.advantage;

import io.thumbstream.learner.advantage.GroupAdvantage.Centre;
import io.thumbstream.learner.advantage.GroupAdvantage.OnMean;
import io.thumbstream.learner.advantage.GroupAdvantage.Scale;
import io.thumbstream.learner.advantage.GroupAdvantage.Settings;
import io.thumbstream.runtime.catalog.Catalog;

/** The known advantage estimators. */
public final class AdvantageEstimators {
    public static final Catalog<AdvantageEstimator> CATALOG = Catalog.<AdvantageEstimator>of("advantage estimator")
            .add("rloo", new Settings(Centre.LEAVE_ONE_OUT, Scale.NONE, 0.1), GroupAdvantage::new)
            .add("grpo", new Settings(Centre.MEAN, Scale.GROUP_STD, 0.1), GroupAdvantage::new)
            .add("opo", new Settings(Centre.LENGTH_WEIGHTED, Scale.NONE, 0.1), GroupAdvantage::new)
            .add("group-relative", new OnMean(true, 0.05), GroupAdvantage::new)
            .add("group-centred", new OnMean(false, 0.05), GroupAdvantage::new)
            .add(
                    "token-return",
                    new TokenReturnAdvantage.Settings(
                            TokenReturnAdvantage.Returns.REWARD_TO_GO, false, TokenReturnAdvantage.Scale.NONE, 0.1),
                    TokenReturnAdvantage::new)
            .withExtensions(AdvantageEstimator.class);

    private AdvantageEstimators() {}
}
