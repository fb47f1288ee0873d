package io.thumbstream.generator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.thumbstream.generator.TinyPolicy;
import io.thumbstream.generator.policy.FirstPolicy;
import io.thumbstream.generator.policy.ReferencePolicy;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.TokenBatch;
import io.thumbstream.model.sample.BatchSampler;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.schemas.avro.ReferenceLogProbs;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.RolloutChunk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts that say how likely they are under the policy that learning began with, which is another one than the served one here. */
class ReferenceLoopTest {
    private static final int SEED = 9;

    private final LoopRig rig = new LoopRig();
    private final List<FirstPolicy> opened = new ArrayList<>();

    @TempDir
    Path models = Path.of("set by the test framework");

    @BeforeEach
    void prepare() throws IOException {
        try (CausalLm first = TinyPolicy.model(SEED)) {
            first.save(models.resolve("v00000000"));
        }
        compareWith(models.resolve("v00000006"));
    }

    @AfterEach
    void close() {
        rig.reference.ifPresent(ReferencePolicy::close);
        opened.forEach(FirstPolicy::close);
        rig.close();
    }

    /** Has rollouts compared with the first policy beside {@code version}. */
    private void compareWith(Path version) throws IOException {
        FirstPolicy first = FirstPolicy.besides(version, Device.cpu());
        opened.add(first);
        rig.reference.ifPresent(ReferencePolicy::close);
        rig.reference = Optional.of(new ReferencePolicy(first, 1, 1024));
    }

    @Test
    void shouldWriteWhatTheReferenceItselfComputesOfEveryAnswerOfTheGroup() throws IOException {
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 100);
            rig.prompt("g1", "hello", 4, true);
            rig.turns(loop, 40);
        }

        String digest = Digests.ofFile(models.resolve("v00000000/model.safetensors"));
        List<Rollout> rollouts = rig.rollouts();
        assertThat(rollouts).hasSize(4).allSatisfy(rollout -> {
            ReferenceLogProbs found = rollout.getReferenceLogProbs().orElseThrow();
            assertThat(found.getPolicyVersion()).isZero();
            assertThat(found.getSha256()).isEqualTo(digest);
            assertThat(found.getTemperature()).isEqualTo(1);
            assertThat(floats(found.getLogProbs()))
                    .as("seed %d, %s", SEED, rollout.getRolloutId())
                    .containsExactly(alone(rollout), within(1e-5f));
            assertThat(found.getLogProbs())
                    .as("not those of the served policy")
                    .isNotEqualTo(rollout.getBehaviourLogProbs());
        });
        assertThat(answers("computed")).isEqualTo(4);
        assertThat(answers("failed")).isZero();
        assertThat(rig.committed()).isEqualTo(1);
    }

    @Test
    void shouldNotLetAPersonWaitForTheOtherAnswersOfTheGroup() {
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 100);
            rig.prompt("g1", "hello", 20, true); // of eight slots two are kept free for people
            int turns = 0;
            while (rig.chunks().stream().noneMatch(RolloutChunk::getLast) && turns++ < 40) {
                rig.turns(loop, 1);
            }

            assertThat(rig.chunks().stream().filter(RolloutChunk::getLast)).hasSize(1);
            assertThat(rig.rollouts()).isEmpty();
            assertThat(rig.committed()).isZero();

            rig.turns(loop, 60);
            assertThat(rig.rollouts()).hasSize(20).allSatisfy(rollout -> assertThat(rollout.getReferenceLogProbs())
                    .isPresent());
            assertThat(rig.committed()).isEqualTo(1);
        }
    }

    @Test
    void shouldWriteRolloutsWithoutThemWhenTheyCannotBeComputed() throws IOException {
        LmConfig tooShort = new LmConfig(TinyPolicy.VOCABULARY, 16, 2, 2, 2, 24, 4, 10_000, 1e-6, false);
        try (CausalLm other = CausalLm.create(tooShort, SEED, Device.cpu())) {
            other.save(models.resolve("other/v00000000"));
        }
        compareWith(models.resolve("other/v00000001"));
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 100);
            rig.prompt("g1", "hello", 3, true);
            rig.turns(loop, 40);
        }

        assertThat(rig.rollouts()).hasSize(3).allSatisfy(rollout -> assertThat(rollout.getReferenceLogProbs())
                .isEmpty());
        assertThat(answers("failed")).isEqualTo(3);
        assertThat(rig.committed()).isEqualTo(1);
    }

    private double answers(String outcome) {
        return rig.meters
                .counter(MetricNames.REFERENCE_ANSWERS, "outcome", outcome)
                .count();
    }

    /** The answer by itself, by the pass that a learner takes. */
    private static float[] alone(Rollout rollout) {
        int[] prompt =
                rollout.getPromptTokens().stream().mapToInt(Integer::intValue).toArray();
        int[] tokens = rollout.getTokens().stream().mapToInt(Integer::intValue).toArray();
        try (CausalLm model = TinyPolicy.model(SEED);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            TokenBatch batch = model.logProbs(manager, new int[][] {prompt}, new int[][] {tokens});
            return batch.logProbs().toFloatArray();
        }
    }

    private static float[] floats(List<Float> values) {
        float[] result = new float[values.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = values.get(i);
        }
        return result;
    }
}
