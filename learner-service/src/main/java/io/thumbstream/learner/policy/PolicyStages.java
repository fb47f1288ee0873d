package io.thumbstream.learner.policy;

import io.thumbstream.learner.advantage.AdvantageEstimator;
import io.thumbstream.learner.advantage.AdvantageEstimators;
import io.thumbstream.learner.objective.PolicyObjective;
import io.thumbstream.learner.objective.PolicyObjectives;
import io.thumbstream.learner.replay.ReplaySelector;
import io.thumbstream.learner.replay.ReplaySelectors;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.stabilize.Stabilizer;
import io.thumbstream.learner.stabilize.Stabilizers;
import io.thumbstream.runtime.catalog.Compatibility;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The configured techniques of one policy learner, made from the catalogues and checked to fit together. */
record PolicyStages(
        AdvantageEstimator advantage,
        PolicyObjective objective,
        List<Stabilizer> stabilizers,
        ReplaySelector selector) {
    /** What experience records and the frozen reference offer before any stage. */
    private static final Set<Signal> OFFERED = Set.of(
            Signal.GROUP,
            Signal.REWARD,
            Signal.BEHAVIOUR_LOG_PROBS,
            Signal.REFERENCE_LOG_PROBS,
            Signal.BINARY_LABEL,
            Signal.TOKEN_ENTROPY);

    /**
     * The stages that {@code settings} name.
     *
     * @throws io.thumbstream.runtime.error.ConfigException when a name or setting is unknown or a signal is missing
     */
    static PolicyStages of(PolicySettings settings) {
        AdvantageEstimator advantage = AdvantageEstimators.CATALOG.create(settings.advantage());
        PolicyObjective objective = PolicyObjectives.CATALOG.create(settings.objective());
        List<Stabilizer> stabilizers = new ArrayList<>();
        List<Compatibility.Stage> chain = new ArrayList<>();
        chain.add(new Compatibility.Stage(settings.advantage().name(), advantage.needs(), Set.of(Signal.ADVANTAGES)));
        chain.add(new Compatibility.Stage(settings.objective().name(), objective.needs(), Set.of()));
        for (TechniqueChoice choice : settings.stabilizers()) {
            Stabilizer stabilizer = Stabilizers.CATALOG.create(choice);
            stabilizers.add(stabilizer);
            chain.add(new Compatibility.Stage(choice.name(), stabilizer.needs(), Set.of()));
        }
        new Compatibility(OFFERED, List.of()).check(chain);
        ReplaySelector selector = ReplaySelectors.CATALOG.create(settings.selector());
        return new PolicyStages(advantage, objective, List.copyOf(stabilizers), selector);
    }

    /** Whether any stage compares with the reference policy. */
    boolean needsReference() {
        return objective.needs().contains(Signal.REFERENCE_LOG_PROBS)
                || stabilizers.stream().anyMatch(each -> each.needs().contains(Signal.REFERENCE_LOG_PROBS));
    }

    /** Whether the objective learns from labels of single answers and not from advantages. */
    boolean learnsFromLabels() {
        return objective.needs().contains(Signal.BINARY_LABEL);
    }

    /** Whether a step can learn anything from {@code group}. */
    boolean usable(RolloutGroup group) {
        return learnsFromLabels() ? group.hasLabel() : group.hasSpread();
    }
}
