package io.thumbstream.launcher.bench.models;

import io.thumbstream.learner.policy.PolicySettings;
import io.thumbstream.learner.reward.RewardCoreSettings;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.List;

/** Settings of the learners that are measured: those that ship, with another task. */
final class BenchSettings {
    /** So small that weights stay near their first values however many steps are taken. */
    private static final double LEARNING_RATE = 1e-5;

    private BenchSettings() {}

    /** Those of a policy learner without further losses. */
    static PolicySettings policy(String advantage, String objective, int groups) {
        return policy(
                TechniqueChoice.of(advantage),
                TechniqueChoice.of(objective),
                List.of(),
                groups,
                PolicySettings.defaults().lanes());
    }

    /** Those of the policy learner that ships, but with one lane, so that there is one gradient. */
    static PolicySettings oneLane(int groups) {
        PolicySettings usual = PolicySettings.defaults();
        return policy(usual.advantage(), usual.objective(), usual.stabilizers(), groups, 1);
    }

    private static PolicySettings policy(
            TechniqueChoice advantage,
            TechniqueChoice objective,
            List<TechniqueChoice> stabilizers,
            int groups,
            int lanes) {
        PolicySettings usual = PolicySettings.defaults();
        return new PolicySettings(
                groups,
                usual.maxWait(),
                LEARNING_RATE,
                usual.weightDecay(),
                usual.maxGradientNorm(),
                usual.temperature(),
                usual.maxTokensPerPass(),
                lanes,
                usual.activationCheckpointing(),
                usual.precision(),
                usual.maxSkipsInARow(),
                advantage,
                objective,
                stabilizers,
                usual.selector(),
                usual.pairs(),
                usual.replay(),
                usual.train(),
                usual.lora(),
                usual.trust());
    }

    /** Those of a reward learner that takes choices between two answers, each as often as it is given them. */
    static RewardCoreSettings reward(String objective, int batch) {
        RewardCoreSettings usual = RewardCoreSettings.recorded();
        return new RewardCoreSettings(
                TechniqueChoice.of(objective),
                usual.terms(),
                batch,
                usual.maxWait(),
                usual.recentLabels(),
                usual.uses(),
                usual.pairUses(),
                usual.drift(),
                usual.people(),
                usual.corrections(),
                usual.trust());
    }
}
