package io.thumbstream.learner.objective;

import io.thumbstream.learner.binary.BinaryLoss;
import io.thumbstream.learner.binary.Shift;
import io.thumbstream.learner.objective.PpoClip.Proximal;
import io.thumbstream.learner.objective.PpoClip.Ratio;
import io.thumbstream.runtime.catalog.Catalog;

/** The known policy objectives. */
public final class PolicyObjectives {
    public static final Catalog<PolicyObjective> CATALOG = Catalog.<PolicyObjective>of("policy objective")
            .add("ppo-clip", new PpoClip.Settings(0.2, 0.28, 2, Proximal.DECOUPLED, Ratio.TOKEN), PpoClip::new)
            .add("asymmetric-clip", new PpoClip.Settings(0.2, 0.28, 2, Proximal.BEHAVIOUR, Ratio.TOKEN), PpoClip::new)
            .add("decoupled-ppo", new PpoClip.Settings(0.2, 0.2, 2, Proximal.DECOUPLED, Ratio.TOKEN), PpoClip::new)
            .add("reinforce", new Reinforce.Settings(2), Reinforce::new)
            .add("advantage-weighted", new AdvantageWeighted.Settings(0.5, 3, true), AdvantageWeighted::new)
            .add("bco", binary(BinaryLoss.BCO, Shift.CLASS_MEAN, true), BinaryFeedbackObjective::new)
            .add("kto", binary(BinaryLoss.KTO, Shift.POOLED, false), BinaryFeedbackObjective::new)
            .add("uapo", binary(BinaryLoss.BCO, Shift.RATER, true), BinaryFeedbackObjective::new)
            .add("dpo", PairwiseObjective.Settings.dpo(1), PairwiseObjective::new)
            .add("dpo-shift", PairwiseObjective.Settings.dpo(0.85), PairwiseObjective::new)
            .add("simpo", PairwiseObjective.Settings.simpo(0), PairwiseObjective::new)
            .add("alphapo", PairwiseObjective.Settings.simpo(0.25), PairwiseObjective::new)
            .add("prdp", PairwiseObjective.Settings.prdp(), PairwiseObjective::new)
            .add("wrpo", PairwiseObjective.Settings.wrpo(), PairwiseObjective::new)
            .add("sft-objective", SftObjective::new)
            .add("joint", JointObjective.Settings.defaults(), JointObjective::new)
            .withExtensions(PolicyObjective.class);

    private PolicyObjectives() {}

    private static BinaryFeedbackObjective.Settings binary(BinaryLoss loss, Shift shift, boolean classBalance) {
        return new BinaryFeedbackObjective.Settings(loss, 0.1, shift, 0.9, false, classBalance, 10);
    }
}
