package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.objective.PolicyObjectives;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.stabilize.Stabilizers;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.config.SettingsBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers of the policy that learning began with, in steps of a policy that is held by them. */
class StartAnswersTest {
    private static final String DIVERGENCE = "divergence-to-reference";

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    private static PolicySettings settings(String objective, double coefficient, String... besides) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("objective", objective).put("learning-rate", 4e-3);
        ArrayNode stabilizers = tree.putArray("stabilizers");
        stabilizers
                .addObject()
                .put("name", "divergence-penalty")
                .put("source", "start-policy")
                .put("coefficient", coefficient);
        List.of(besides).forEach(stabilizers::add);
        return SettingsBinder.overlay(PolicySettings.defaults(), tree, "policy");
    }

    /** Groups of {@code policy}, each with the first two answers of {@code start} to the same prompt beside it, scored by the same worth. */
    private static List<RolloutGroup> groups(CausalLm policy, CausalLm start, long seed) {
        List<RolloutGroup> own = TinyWorld.sample(policy, seed, 8, 6, TinyWorld::sameClass, true);
        List<RolloutGroup> first = TinyWorld.sample(start, seed, 8, 2, TinyWorld::sameClass, false);
        List<RolloutGroup> groups = new ArrayList<>();
        for (int g = 0; g < own.size(); g++) {
            groups.add(scored(own.get(g)).withStartAnswers(scored(first.get(g)).rollouts()));
        }
        return groups;
    }

    private static RolloutGroup scored(RolloutGroup group) {
        return group.withRollouts(group.rollouts().stream()
                .map(rollout -> rollout.withScore(rollout.reward()))
                .toList());
    }

    private static RolloutGroup alike(RolloutGroup group) {
        return group.withRollouts(group.rollouts().stream()
                .map(rollout -> rollout.withReward(0.5).unjudged())
                .toList());
    }

    @Test
    void shouldLearnNothingButTheHoldFromThemAndKeepTheirDenominatorsApart() {
        try (CausalLm base = TinyWorld.base(3)) {
            List<RolloutGroup> groups = new ArrayList<>(groups(base, base, 5));
            groups.set(1, alike(groups.get(1)));
            PolicyStages stages = PolicyStages.of(settings("ppo-clip", 0.1));
            StepRows rows = StepRows.of(groups, stages);
            StepRows without = StepRows.of(groups, PolicyStages.of(PolicySettings.defaults()));
            List<String> good = groups.stream()
                    .flatMap(group -> group.goodStartAnswers().stream())
                    .map(GroupRollout::rolloutId)
                    .toList();

            assertThat(good).isNotEmpty().hasSizeLessThan(16);
            assertThat(rows.start().rows())
                    .extracting(row -> row.rollout().rolloutId())
                    .containsExactlyElementsOf(good);
            assertThat(rows.learned().rows()).as("seven groups teach").hasSize(42);
            assertThat(rows.start().whole().answers()).isEqualTo(good.size());
            assertThat(rows.learned().whole().answers()).isEqualTo(42);
            assertThat(rows.samples()).isEqualTo(42 + good.size());
            assertThat(stages.usable(groups.get(1)))
                    .isEqualTo(!groups.get(1).goodStartAnswers().isEmpty());
            assertThat(without.start().rows()).isEmpty();
            assertThat(without.learned().rows()).hasSize(48);
        }
    }

    @Test
    void shouldKeepWhatTheRewardModelScoresNoLowerThanTheGroupAndEverythingWithoutScores() {
        try (CausalLm base = TinyWorld.base(3)) {
            RolloutGroup group =
                    TinyWorld.sample(base, 1, 1, 4, TinyWorld::sameClass, false).get(0);
            List<GroupRollout> answers = group.rollouts();
            RolloutGroup judged = group.withRollouts(
                            List.of(answers.get(0).withScore(1), answers.get(1).withScore(3)))
                    .withStartAnswers(
                            List.of(answers.get(2).withScore(2), answers.get(3).withScore(1.9)));

            assertThat(judged.goodStartAnswers())
                    .extracting(GroupRollout::rolloutId)
                    .containsExactly("s1g0.2");
            assertThat(group.withStartAnswers(answers).goodStartAnswers()).hasSize(4);
        }
    }

    @Test
    void shouldStayNearerToTheStartWhereItIsHeldByItsAnswersOnAnyNumberOfThreads() {
        Map<String, Double> loose = learned(0, 1);
        Map<String, Double> held = learned(2, 1);

        assertThat(held.getOrDefault(DIVERGENCE, Double.NaN))
                .as("held, in %s, and loose, in %s", held, loose)
                .isPositive()
                .isLessThan(0.5 * loose.getOrDefault(DIVERGENCE, Double.NaN));
        assertThat(learned(2, 2)).isEqualTo(held);
    }

    /** Measures of the last of some steps. */
    private static Map<String, Double> learned(double coefficient, int threads) {
        try (CausalLm base = TinyWorld.base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings("ppo-clip", coefficient), base, threads, 1)) {
            Map<String, Double> last = Map.of();
            for (int step = 0; step < 15; step++) {
                last = trainer.train(groups(trainer.policy(), base, 100 + step)).measures();
            }
            return last;
        }
    }

    @Test
    void shouldMoveByTheShareOfGroupsThatTeach() {
        assertThat(moved(7))
                .as("largest change of a weight in the first step")
                .isPositive()
                .isCloseTo(moved(0) / 8, withinPercentage(1));
    }

    /** How far the first step of eight groups moves the weight that it moves most, where {@code silent} of them teach nothing. */
    private static double moved(int silent) {
        try (CausalLm base = TinyWorld.base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings("ppo-clip", 0.1), base, 1, 1)) {
            List<RolloutGroup> groups = new ArrayList<>(groups(base, base, 6));
            for (int g = 0; g < silent; g++) {
                groups.set(g, alike(groups.get(g)));
            }
            trainer.train(groups);
            double most = 0;
            for (String name : base.parameters().names()) {
                NDArray change = trainer.policy()
                        .parameters()
                        .get(name)
                        .sub(base.parameters().get(name));
                most = Math.max(most, change.abs().max().getFloat());
                change.close();
            }
            return most;
        }
    }

    static Stream<String> stabilizers() {
        return Stabilizers.CATALOG.names().stream().filter(name -> !name.equals("divergence-penalty"));
    }

    @ParameterizedTest
    @MethodSource("stabilizers")
    void shouldStayWhereAStepIsOfThemAloneBesideEveryStabilizer(String name) {
        shouldStayWhereAStepIsOfThemAlone(settings("ppo-clip", 0.1, name));
    }

    static Stream<String> objectives() {
        return PolicyObjectives.CATALOG.names().stream();
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void shouldStayWhereAStepIsOfThemAloneBesideEveryObjective(String name) {
        shouldStayWhereAStepIsOfThemAlone(settings(name, 0.1));
    }

    private static void shouldStayWhereAStepIsOfThemAlone(PolicySettings settings) {
        try (CausalLm base = TinyWorld.base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings, base, 1, 1)) {
            trainer.train(groups(base, base, 6)); // a policy that has not moved has nothing to be pulled back from
            List<RolloutGroup> silent = groups(trainer.policy(), base, 7).stream()
                    .map(StartAnswersTest::alike)
                    .filter(group -> !group.goodStartAnswers().isEmpty())
                    .toList();
            assertThat(silent).isNotEmpty().noneMatch(trainer.stages()::teaches);
            String before = trainer.digest();
            Map<String, Double> state = trainer.stageState().objective();

            StepOutcome outcome = trainer.train(silent);

            assertThat(outcome.skipped()).isEmpty();
            assertThat(outcome.measures().values())
                    .allSatisfy(value -> assertThat(value).isFinite());
            assertThat(trainer.digest()).isEqualTo(before);
            if (!trainer.stages().learnsFromPairs()) { // whose schedules count steps
                assertThat(trainer.stageState().objective())
                        .as("nothing was said")
                        .isEqualTo(state);
            }
        }
    }
}
