package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RecordedReference;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.Precision;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.config.SettingsBinder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Log-probabilities of the reference that come with records against those that the learner computes. */
class ReferenceTest {
    private static final int SEED = 3;
    private static final String OWN = "abc";
    private static final PolicySettings SETTINGS = settings();
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    @TempDir
    Path directory = Path.of("set by the test framework");

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
        NativeThreads.use(1);
    }

    @Test
    void shouldTakeWhatRecordsSayAndComputeOnlyTheRest() {
        try (CausalLm base = TinyWorld.base(SEED);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            GroupRollout unknown = rollout(new int[] {7, 2}, Optional.empty());
            List<PolicyRow> rows = List.of(
                    row(rollout(new int[] {4, 5, 6}, known(1, OWN, -0.5f, -0.25f, -0.125f))),
                    row(unknown),
                    row(rollout(new int[] {9}, known(1, OWN, -2))));

            float[] found = new Reference(base, 1, Optional.of(OWN))
                    .logProbs(manager, rows, new Shape(3, 3))
                    .toFloatArray();

            float[] own = likely(base, unknown);
            float[] expected = {-0.5f, -0.25f, -0.125f, own[0], own[1], 0, -2, 0, 0};
            assertThat(found).as("seed %d", SEED).containsExactly(expected, within(1e-5f));
        }
    }

    @ParameterizedTest(name = "temperature {0}, weights {1}, {2}: {3}")
    @CsvSource({
        "1, abc, -0.5, true",
        "1, abc, 0, true",
        "0.5, abc, -0.5, false",
        "1, abd, -0.5, false",
        "1, abc, NaN, false",
        "1, abc, 0.5, false",
        "1, abc, -Infinity, false"
    })
    void shouldBelieveOnlyWhatItWouldSayItself(double temperature, String weights, float second, boolean believed) {
        GroupRollout rollout = rollout(new int[] {4, 5}, known(temperature, weights, -1, second));
        GroupRollout tooFew = rollout(new int[] {4, 5, 6}, known(temperature, weights, -1, second));
        try (CausalLm base = TinyWorld.base(SEED)) {
            Reference reference = new Reference(base, 1, Optional.of(OWN));

            assertThat(reference.knows(rollout)).isEqualTo(believed);
            assertThat(reference.knows(tooFew)).isFalse();
            assertThat(new Reference(base, 1, Optional.empty()).knows(rollout))
                    .as("a learner that does not know its own weights' digest")
                    .isFalse();
            assertThat(reference.measures(List.of(row(rollout), row(tooFew))))
                    .containsOnly(
                            Map.entry(Reference.RECORDED, believed ? 1.0 : 0.0),
                            Map.entry(Reference.RECOMPUTED, believed ? 1.0 : 2.0));
        }
    }

    @Test
    void shouldGiveTheGradientThatComputingGives() {
        try (CausalLm base = TinyWorld.base(SEED)) {
            List<RolloutGroup> groups = TinyWorld.sample(base, 7, 8, 4, TinyWorld::sameClass, false);
            Map<String, float[]> computed = gradient(groups, base);
            Map<String, float[]> recorded = gradient(told(groups, base, OWN, values -> values), base);

            assertThat(recorded).containsOnlyKeys(computed.keySet());
            computed.forEach((name, slopes) -> assertThat(recorded.get(name))
                    .as("seed %d, %s", SEED, name)
                    .containsExactly(slopes, within(1e-5f)));
        }
    }

    @Test
    void shouldGiveTheSameWeightsAgainWhenAStepIsReplayedFromTheRecords() throws IOException {
        try (CausalLm base = TinyWorld.base(SEED)) {
            base.save(directory);
            String sha256 = Digests.ofFile(directory.resolve(CausalLm.WEIGHTS));
            List<RolloutGroup> groups = TinyWorld.sample(base, 7, 12, 4, TinyWorld::sameClass, false);
            // of a sampler that rounds otherwise
            List<RolloutGroup> told = told(groups, base, sha256, values -> {
                values[0] -= 1e-4f;
                return values;
            });
            try (PolicyCore live = core();
                    PolicyCore replayed = core();
                    PolicyCore without = core()) {
                StepPlan<RolloutGroup> plan = plan(live, told);
                StepOutcome outcome = live.apply(plan);
                assertThat(replayed.apply(plan).measures()).isEqualTo(outcome.measures());
                assertThat(outcome.measures())
                        .containsEntry(Reference.RECORDED, (double) outcome.samples())
                        .containsEntry(Reference.RECOMPUTED, 0.0);
                StepOutcome computed = without.apply(plan(without, groups));
                assertThat(computed.measures()).containsEntry(Reference.RECORDED, 0.0);

                assertThat(replayed.digest()).isEqualTo(live.digest());
                assertThat(without.digest()).as("the numbers count").isNotEqualTo(live.digest());
            }
        }
    }

    @Test
    void shouldComputeBesideProductsInBfloat16WhatRecordsSayInFloat32() throws IOException {
        try (CausalLm sampler = TinyWorld.base(SEED)) {
            sampler.save(directory);
            List<RolloutGroup> groups = told(
                    TinyWorld.sample(sampler, 7, 8, 4, TinyWorld::sameClass, false), sampler, OWN, values -> values);
            for (Precision precision : Precision.values()) {
                PolicySettings settings = SettingsBinder.overlay(
                        SETTINGS,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("precision", precision.name().toLowerCase(Locale.ROOT)),
                        "policy");
                try (CausalLm base = CausalLm.load(directory, Device.cpu(), precision);
                        PolicyTrainer trainer = new PolicyTrainer(settings, base, 1, 5, Optional.of(OWN))) {
                    StepOutcome outcome = trainer.train(groups);

                    double expected = precision == Precision.FLOAT32 ? outcome.samples() : 0;
                    assertThat(outcome.samples()).isPositive();
                    assertThat(outcome.measures()).as("%s", precision).containsEntry(Reference.RECORDED, expected);
                }
            }
        }
    }

    /** Held so strongly that another reference would be seen. */
    private static PolicySettings settings() {
        ObjectNode held = JsonNodeFactory.instance.objectNode();
        held.putArray("stabilizers")
                .addObject()
                .put("name", "kl-penalty")
                .put("coefficient", 1.0)
                .put("estimator", "k3");
        PolicySettings usual = PolicyLearningTest.settings("rloo", TechniqueChoice.of("reinforce"), 4e-3);
        return SettingsBinder.overlay(usual, held, "policy");
    }

    private PolicyCore core() {
        return new PolicyCore(SETTINGS, directory, Device.cpu(), CLOCK, 1, 5);
    }

    private static StepPlan<RolloutGroup> plan(PolicyCore core, List<RolloutGroup> groups) {
        for (int i = 0; i < groups.size(); i++) {
            RolloutGroup group = groups.get(i);
            core.accept(new InputRecord<>(new Position("experience", 0, i), group.groupId(), group.revision(), group));
        }
        return core.plan(new StepContext(1, 1, 0)).orElseThrow();
    }

    private static Map<String, float[]> gradient(List<RolloutGroup> groups, CausalLm base) {
        PolicyStages stages = PolicyStages.of(SETTINGS);
        StepRows rows = StepRows.of(groups, stages);
        Reference reference = new Reference(base, 1, Optional.of(OWN));
        try (CausalLm policy = TinyWorld.base(4);
                Lanes lanes = new Lanes(policy, Optional.of(reference), 1, false, 2, 1)) {
            stages.objective().beginStep();
            Map<String, Double> measures = lanes.gradient(rows, stages, 100_000, OptionalLong.empty());
            assertThat(measures.getOrDefault(StepMeasures.LOSS, Double.NaN)).isFinite();
            Map<String, float[]> slopes = new TreeMap<>();
            for (String name : policy.parameters().names()) {
                slopes.put(name, Grad.of(policy.parameters().get(name)).toFloatArray());
            }
            return slopes;
        }
    }

    private static Optional<RecordedReference> known(double temperature, String weights, float... logProbs) {
        return Optional.of(new RecordedReference(logProbs, 0, weights, temperature));
    }

    private static PolicyRow row(GroupRollout rollout) {
        return new PolicyRow(rollout, new float[rollout.tokens().length]);
    }

    private static GroupRollout rollout(int[] tokens, Optional<RecordedReference> reference) {
        return new GroupRollout(
                "g.0",
                new int[] {1},
                tokens,
                new float[tokens.length],
                0,
                1,
                Optional.empty(),
                Optional.empty(),
                new float[0],
                reference);
    }

    /** The groups with records that say what {@code base} says of each answer by itself, changed. */
    private static List<RolloutGroup> told(
            List<RolloutGroup> groups, CausalLm base, String weights, UnaryOperator<float[]> change) {
        List<RolloutGroup> all = new ArrayList<>();
        for (RolloutGroup group : groups) {
            List<GroupRollout> rollouts = group.rollouts().stream()
                    .map(rollout -> new GroupRollout(
                            rollout.rolloutId(),
                            rollout.promptTokens(),
                            rollout.tokens(),
                            rollout.behaviourLogProbs(),
                            rollout.oldestVersion(),
                            rollout.reward(),
                            rollout.label(),
                            rollout.score(),
                            rollout.tokenRewards(),
                            known(1, weights, change.apply(likely(base, rollout)))))
                    .toList();
            all.add(group.withRollouts(rollouts));
        }
        return all;
    }

    private static float[] likely(CausalLm base, GroupRollout rollout) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            int[][] prompts = {rollout.promptTokens()};
            int[][] answers = {rollout.tokens()};
            return base.logProbs(manager, prompts, answers).logProbs().toFloatArray();
        }
    }
}
