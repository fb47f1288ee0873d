package io.thumbstream.learner.objective;

import io.thumbstream.runtime.catalog.Catalog;

/** The known policy objectives. */
public final class PolicyObjectives {
    public static final Catalog<PolicyObjective> CATALOG = Catalog.<PolicyObjective>of("policy objective")
            .add("ppo-clip", new PpoClip.Settings(0.2, 0.28, 2, PpoClip.Proximal.DECOUPLED), PpoClip::new)
            .add("reinforce", new Reinforce.Settings(2), Reinforce::new)
            .add("bco", new BinaryFeedback.Settings(0.1, 0.9, true, 10), BinaryFeedback::new)
            .add("dpo", new PairwiseObjective.Settings(0.1, 1), PairwiseObjective::new)
            .add("dpo-shift", new PairwiseObjective.Settings(0.1, 0.85), PairwiseObjective::new)
            .withExtensions(PolicyObjective.class);

    private PolicyObjectives() {}
}
