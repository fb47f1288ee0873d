package io.thumbstream.launcher.technique;

import io.thumbstream.generator.explore.Explorer;
import io.thumbstream.generator.explore.Explorers;
import io.thumbstream.lab.drift.monitor.DriftMonitor;
import io.thumbstream.lab.drift.monitor.DriftMonitors;
import io.thumbstream.lab.users.PreferenceDrift;
import io.thumbstream.lab.users.PreferenceDrifts;
import io.thumbstream.learner.advantage.AdvantageEstimator;
import io.thumbstream.learner.advantage.AdvantageEstimators;
import io.thumbstream.learner.correct.LabelCorrection;
import io.thumbstream.learner.correct.LabelCorrections;
import io.thumbstream.learner.objective.PolicyObjective;
import io.thumbstream.learner.objective.PolicyObjectives;
import io.thumbstream.learner.replay.PairBuilder;
import io.thumbstream.learner.replay.PairBuilders;
import io.thumbstream.learner.replay.ReplaySelector;
import io.thumbstream.learner.replay.ReplaySelectors;
import io.thumbstream.learner.reward.AuxiliaryRewardTerm;
import io.thumbstream.learner.reward.AuxiliaryRewardTerms;
import io.thumbstream.learner.reward.RewardObjective;
import io.thumbstream.learner.reward.RewardObjectives;
import io.thumbstream.learner.stabilize.Stabilizer;
import io.thumbstream.learner.stabilize.Stabilizers;
import io.thumbstream.reward.ask.AskPolicies;
import io.thumbstream.reward.ask.AskPolicy;
import io.thumbstream.reward.credit.CreditAssigner;
import io.thumbstream.reward.credit.CreditAssigners;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.Interpreters;
import io.thumbstream.reward.transform.RewardTransform;
import io.thumbstream.reward.transform.Transforms;
import io.thumbstream.runtime.catalog.Catalog;
import java.util.List;

/**
 * One place where techniques plug in.
 *
 * @param type interface that its techniques implement
 * @param catalog its techniques
 * @param keys settings of the pipeline that choose among them, none where only trials do
 */
public record ExtensionPoint(Class<?> type, Catalog<?> catalog, List<String> keys) {
    public ExtensionPoint {
        keys = List.copyOf(keys);
    }

    /** All of them, in the order in which an answer and what is said about it meets them. */
    public static List<ExtensionPoint> all() {
        return List.of(
                of(Explorer.class, Explorers.CATALOG, "generator.explorer"),
                of(FeedbackInterpreter.class, Interpreters.CATALOG, "reward.interpreters"),
                of(RewardTransform.class, Transforms.CATALOG, "reward.transforms"),
                of(CreditAssigner.class, CreditAssigners.CATALOG, "reward.credit"),
                of(AskPolicy.class, AskPolicies.CATALOG, "reward.asking.policy"),
                of(RewardObjective.class, RewardObjectives.CATALOG, "learner.reward.core.objective"),
                of(AuxiliaryRewardTerm.class, AuxiliaryRewardTerms.CATALOG, "learner.reward.core.terms"),
                of(
                        LabelCorrection.class,
                        LabelCorrections.CATALOG,
                        "learner.reward.core.corrections.thumb.use",
                        "learner.reward.core.corrections.rating.use",
                        "learner.reward.core.corrections.pair.use",
                        "learner.reward.core.corrections.ranking.use",
                        "learner.reward.core.corrections.edit.use",
                        "learner.reward.core.corrections.implicit.use",
                        "learner.reward.core.corrections.outcome.use"),
                of(ReplaySelector.class, ReplaySelectors.CATALOG, "learner.policy.selector"),
                of(PairBuilder.class, PairBuilders.CATALOG, "learner.policy.pairs"),
                of(AdvantageEstimator.class, AdvantageEstimators.CATALOG, "learner.policy.advantage"),
                of(PolicyObjective.class, PolicyObjectives.CATALOG, "learner.policy.objective"),
                of(Stabilizer.class, Stabilizers.CATALOG, "learner.policy.stabilizers"),
                of(
                        DriftMonitor.class,
                        DriftMonitors.CATALOG,
                        "drift.votes",
                        "drift.surprise",
                        "drift.scores",
                        "drift.signals.watch[].monitor"),
                of(PreferenceDrift.class, PreferenceDrifts.CATALOG, "users.drift"));
    }

    private static ExtensionPoint of(Class<?> type, Catalog<?> catalog, String... keys) {
        return new ExtensionPoint(type, catalog, List.of(keys));
    }

    /** What its techniques are, in words. */
    public String kind() {
        return catalog.kind();
    }
}
