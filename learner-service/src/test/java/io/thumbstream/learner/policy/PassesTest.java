package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step has one gradient, however its rows are cut into passes of like length. */
class PassesTest {
    private static final int ONE_PASS = 100_000;

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
        NativeThreads.use(1);
    }

    @ParameterizedTest(name = "{0}: {1} tokens, {2} lanes")
    @CsvSource({"ppo-clip, 40, 1", "ppo-clip, 40, 2", "ppo-clip, 1, 1", "reinforce, 40, 1"})
    void shouldGiveTheGradientOfOneBigBatchHoweverRowsAreCutIntoPasses(String objective, int tokens, int lanes) {
        PolicyStages stages = PolicyStages.of(PolicyLearningTest.settings("rloo", TechniqueChoice.of(objective), 4e-3));
        try (CausalLm reference = TinyWorld.base(3)) {
            StepRows step = StepRows.of(unlike(reference), stages);
            List<PolicyRow> rows = step.all();
            assertThat(PolicyRow.passes(PolicyRow.shortestFirst(rows), ONE_PASS))
                    .hasSize(1);
            assertThat(PolicyRow.passes(PolicyRow.shortestFirst(rows), tokens)).hasSizeGreaterThan(3);

            Map<String, float[]> one = gradient(step, stages, reference, ONE_PASS, false, 1);
            Map<String, float[]> many = gradient(step, stages, reference, tokens, false, lanes);

            assertThat(many).containsOnlyKeys(one.keySet());
            double largest = 0;
            for (var entry : one.entrySet()) {
                assertThat(many.get(entry.getKey()))
                        .as(entry.getKey())
                        .containsExactly(entry.getValue(), within(1e-5f));
                for (float slope : entry.getValue()) {
                    largest = Math.max(largest, Math.abs(slope));
                }
            }
            assertThat(largest).as("there is something to learn").isGreaterThan(1e-3);
        }
    }

    @ParameterizedTest(name = "{0}: {1} tokens, {2} lanes")
    @CsvSource({"ppo-clip, 100000, 1", "ppo-clip, 40, 2", "reinforce, 40, 1", "dpo, 100000, 1"})
    void shouldGiveTheGradientOfKeptActivationsWhenTheyAreComputedAgain(String objective, int tokens, int lanes) {
        PolicyStages stages = PolicyStages.of(PolicyLearningTest.settings("rloo", TechniqueChoice.of(objective), 4e-3));
        try (CausalLm reference = TinyWorld.base(3)) {
            StepRows rows = StepRows.of(unlike(reference), stages);
            assertThat(rows.all()).isNotEmpty();

            Map<String, float[]> kept = gradient(rows, stages, reference, tokens, false, lanes);
            Map<String, float[]> again = gradient(rows, stages, reference, tokens, true, lanes);

            assertThat(again).containsOnlyKeys(kept.keySet());
            double distance = 0;
            double norm = 0;
            for (var entry : kept.entrySet()) {
                float[] slopes = again.getOrDefault(entry.getKey(), new float[0]);
                assertThat(slopes).as(entry.getKey()).hasSameSizeAs(entry.getValue());
                for (int i = 0; i < slopes.length; i++) {
                    distance += Math.pow(slopes[i] - entry.getValue()[i], 2);
                    norm += Math.pow(entry.getValue()[i], 2);
                }
            }
            assertThat(Math.sqrt(norm)).as("there is something to learn").isGreaterThan(1e-3);
            assertThat(Math.sqrt(distance / norm)).isLessThan(1e-6);
        }
    }

    private static Map<String, float[]> gradient(
            StepRows rows, PolicyStages stages, CausalLm reference, int tokens, boolean recompute, int lanes) {
        try (CausalLm policy = TinyWorld.base(4);
                Lanes all = new Lanes(
                        policy, Optional.of(new Reference(reference, 1, Optional.empty())), 1, recompute, lanes, 1)) {
            stages.objective().beginStep();
            Map<String, Double> measures = all.gradient(rows, stages, tokens, OptionalLong.empty());
            assertThat(measures.getOrDefault(StepMeasures.LOSS, Double.NaN)).isFinite();
            Map<String, float[]> slopes = new TreeMap<>();
            for (String name : policy.parameters().names()) {
                slopes.put(name, Grad.of(policy.parameters().get(name)).toFloatArray());
            }
            return slopes;
        }
    }

    /** Groups whose answers have 1, 2, 4 and 6 tokens. */
    private static List<RolloutGroup> unlike(CausalLm policy) {
        return TinyWorld.sample(policy, 7, 8, 4, TinyWorld::sameClass, false).stream()
                .map(PassesTest::cut)
                .toList();
    }

    private static RolloutGroup cut(RolloutGroup group) {
        List<GroupRollout> rollouts = new ArrayList<>();
        for (GroupRollout whole : group.rollouts()) {
            int length = 1 + 5 * rollouts.size() / 3;
            rollouts.add(new GroupRollout(
                    whole.rolloutId(),
                    whole.promptTokens(),
                    Arrays.copyOf(whole.tokens(), length),
                    Arrays.copyOf(whole.behaviourLogProbs(), length),
                    whole.oldestVersion(),
                    whole.reward(),
                    whole.label()));
        }
        return group.withRollouts(rollouts);
    }
}
