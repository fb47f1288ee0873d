package io.thumbstream.learner.policy;

import io.thumbstream.learner.advantage.AdvantageEstimator;
import io.thumbstream.learner.advantage.AdvantageEstimators;
import io.thumbstream.learner.objective.PolicyObjective;
import io.thumbstream.learner.objective.PolicyObjectives;
import io.thumbstream.learner.replay.PairBuilder;
import io.thumbstream.learner.replay.PairBuilders;
import io.thumbstream.learner.replay.ReplaySelector;
import io.thumbstream.learner.replay.ReplaySelectors;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.stabilize.Stabilizer;
import io.thumbstream.learner.stabilize.Stabilizers;
import io.thumbstream.runtime.catalog.Compatibility;
import io.thumbstream.runtime.catalog.Compatibility.Stage;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configured techniques of one policy learner, made from the catalogues and checked to fit together.
 *
 * @param stabilizerNames names of the stabilizers in the catalogue, in their order
 * @param chain what the learner computes itself, then the techniques in order, as a check of the whole pipeline sees them
 */
record PolicyStages(
        AdvantageEstimator advantage,
        PolicyObjective objective,
        List<Stabilizer> stabilizers,
        List<String> stabilizerNames,
        ReplaySelector selector,
        PairBuilder pairs,
        List<Stage> chain) {
    /** What experience records may carry. */
    private static final Set<Signal> OFFERED = Set.of(
            Signal.GROUP,
            Signal.REWARD,
            Signal.TOKEN_REWARD,
            Signal.BEHAVIOUR_LOG_PROBS,
            Signal.BINARY_LABEL,
            Signal.USER_KEY,
            Signal.SCORE,
            Signal.START_ANSWERS);
    /** What the learner computes itself. */
    private static final Stage COMPUTED = new Stage(
            "policy learner",
            Set.of(Signal.GROUP, Signal.REWARD),
            Set.of(Signal.REFERENCE_LOG_PROBS, Signal.TOKEN_ENTROPY));

    /**
     * The stages that {@code settings} name.
     *
     * @throws io.thumbstream.runtime.error.ConfigException when a name or setting is unknown or a signal is missing
     */
    static PolicyStages of(PolicySettings settings) {
        AdvantageEstimator advantage = AdvantageEstimators.CATALOG.create(settings.advantage());
        PolicyObjective objective = PolicyObjectives.CATALOG.create(settings.objective());
        List<Stabilizer> stabilizers = new ArrayList<>();
        List<Stage> chain = new ArrayList<>();
        chain.add(COMPUTED);
        chain.add(Stage.of(AdvantageEstimators.CATALOG, settings.advantage().name(), advantage));
        PairBuilder pairs = PairBuilders.CATALOG.create(settings.pairs());
        chain.add(Stage.of(PairBuilders.CATALOG, settings.pairs().name(), pairs));
        chain.add(Stage.of(PolicyObjectives.CATALOG, settings.objective().name(), objective));
        for (TechniqueChoice choice : settings.stabilizers()) {
            Stabilizer stabilizer = Stabilizers.CATALOG.create(choice);
            stabilizers.add(stabilizer);
            chain.add(Stage.of(Stabilizers.CATALOG, choice.name(), stabilizer));
        }
        new Compatibility(OFFERED, Stage.all(AdvantageEstimators.CATALOG)).check(chain);
        checkDiagnostics(settings, objective, stabilizers);
        checkLabels(settings, objective, stabilizers);
        ReplaySelector selector = ReplaySelectors.CATALOG.create(settings.selector());
        List<String> names =
                settings.stabilizers().stream().map(TechniqueChoice::name).toList();
        return new PolicyStages(
                advantage, objective, List.copyOf(stabilizers), names, selector, pairs, List.copyOf(chain));
    }

    /** Two stages with one name for what they measure would hide each other; the same stage twice is that, too. */
    private static void checkDiagnostics(
            PolicySettings settings, PolicyObjective objective, List<Stabilizer> stabilizers) {
        Set<String> names = new HashSet<>(objective.diagnostics());
        Set<Class<?>> types = new HashSet<>();
        for (int i = 0; i < stabilizers.size(); i++) {
            Stabilizer stabilizer = stabilizers.get(i);
            String what = stabilizer.getClass().getSimpleName();
            if (!types.add(stabilizer.getClass())) {
                throw new ConfigException("stabilizers name " + what + " twice; keep one of them");
            }
            for (String name : stabilizer.diagnostics()) {
                if (!names.add(name)) {
                    throw new ConfigException("stabilizer "
                            + settings.stabilizers().get(i).name() + " measures '" + name
                            + "', which another stage measures too; leave one of them out");
                }
            }
        }
    }

    /** In a step of pairs a row says which answer is chosen, so that nobody can read there what people said of it. */
    private static void checkLabels(PolicySettings settings, PolicyObjective objective, List<Stabilizer> stabilizers) {
        for (int i = 0; i < stabilizers.size(); i++) {
            if (objective.needs().contains(Signal.PAIR)
                    && stabilizers.get(i).needs().contains(Signal.BINARY_LABEL)) {
                throw new ConfigException("stabilizer "
                        + settings.stabilizers().get(i).name()
                        + " reads what people said of answers, which a step of pairs does not hold; leave it out or take"
                        + " another objective than "
                        + settings.objective().name());
            }
        }
    }

    /** Numbers of the objective and the stabilizers that must survive a restart. */
    StageState state() {
        Map<String, Map<String, Double>> states = new LinkedHashMap<>();
        for (int i = 0; i < stabilizers.size(); i++) {
            Map<String, Double> state = stabilizers.get(i).state();
            if (!state.isEmpty()) {
                states.put(stabilizerNames.get(i), state);
            }
        }
        return new StageState(objective.state(), states);
    }

    /** Takes back what {@link #state} returned; a stabilizer that it does not name begins anew. */
    void restore(StageState state) {
        objective.restore(state.objective());
        for (int i = 0; i < stabilizers.size(); i++) {
            stabilizers.get(i).restore(state.stabilizers().getOrDefault(stabilizerNames.get(i), Map.of()));
        }
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

    /** Whether the objective or a stabilizer reads what people said of single answers. */
    boolean readsLabels() {
        return objective.readsLabels()
                || stabilizers.stream().anyMatch(each -> each.needs().contains(Signal.BINARY_LABEL));
    }

    /** Whether what people said of a group teaches the objective something, whatever else does. */
    private boolean saysSomething(RolloutGroup group) {
        return objective.readsLabels() && group.hasLabel();
    }

    /** Whether the objective compares two answers of a group. */
    boolean learnsFromPairs() {
        return objective.needs().contains(Signal.PAIR);
    }

    /**
     * What the objective sees of a group: not the answers of somebody else when it corrects for the policy that sampled, because nobody knows
     * how likely they were; empty when nothing is left.
     */
    Optional<RolloutGroup> seen(RolloutGroup group) {
        return objective.needs().contains(Signal.BEHAVIOUR_LOG_PROBS) ? group.sampled() : Optional.of(group);
    }

    /** Whether the objective reads the answer of somebody else that a pair may name. */
    boolean readsSources() {
        return objective.readsSources();
    }

    /** Whether a stabilizer reads answers of the policy that learning began with. */
    boolean readsStartAnswers() {
        return stabilizers.stream().anyMatch(each -> each.needs().contains(Signal.START_ANSWERS));
    }

    /** Whether a step can learn anything from {@code group}. */
    boolean usable(RolloutGroup group) {
        return teaches(group)
                || readsStartAnswers() && !group.goodStartAnswers().isEmpty();
    }

    /** Whether the objective can learn anything from {@code group}. */
    boolean teaches(RolloutGroup group) {
        return seen(group).filter(this::says).isPresent();
    }

    private boolean says(RolloutGroup group) {
        if (learnsFromPairs()) {
            return !pairs.pairs(group).isEmpty();
        }
        return saysSomething(group) || !learnsFromLabels() && advantage.learnsFrom(group);
    }
}
