package io.thumbstream.generator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.thumbstream.generator.TinyPolicy;
import io.thumbstream.generator.policy.FirstPolicy;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.TokenBatch;
import io.thumbstream.model.sample.BatchSampler;
import io.thumbstream.model.sample.PolicyHolder;
import io.thumbstream.model.sample.Sampler;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.schemas.StartAnswers;
import io.thumbstream.schemas.avro.Lane;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.RolloutChunk;
import io.thumbstream.schemas.avro.VersionSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of the policy that learning began with beside those of the served one, which is another. */
class StartLoopTest {
    private static final int SEED = 9;
    private static final long SERVED = 6;

    private final LoopRig rig = new LoopRig();
    private final PolicyHolder start = new PolicyHolder();
    private Optional<FirstPolicy> first = Optional.empty();

    @TempDir
    Path models = Path.of("set by the test framework");

    @BeforeEach
    void prepare() throws IOException {
        try (CausalLm model = TinyPolicy.model(SEED)) {
            model.save(models.resolve("v00000000"));
        }
        FirstPolicy loaded = FirstPolicy.besides(models.resolve("v00000006"), Device.cpu());
        first = Optional.of(loaded);
        start.publish(loaded.snapshot());
        rig.start = Optional.of(rig.sampler(start));
        rig.startAnswers = 2;
    }

    @AfterEach
    void close() {
        rig.start.ifPresent(Sampler::close);
        start.close();
        first.ifPresent(FirstPolicy::close);
        rig.close();
    }

    private static List<Rollout> rollouts(LoopRig of) {
        try (BatchSampler sampler = of.sampler()) {
            GeneratorLoop loop = of.loop(sampler, 100);
            of.prompt("g1", "hello", 3, true);
            of.turns(loop, 60);
        }
        return of.rollouts();
    }

    @Test
    void shouldWriteThemAsTheLastOfTheGroupUnseenAndUnderTheirOwnVersion() {
        List<Rollout> rollouts = rollouts(rig);

        assertThat(rollouts).hasSize(5).allSatisfy(rollout -> {
            boolean ofStart = rollout.getIndex() >= 3;
            assertThat(rollout.getGroupSize()).isEqualTo(5);
            assertThat(rollout.getVersionSpans())
                    .extracting(VersionSpan::getPolicyVersion)
                    .containsExactly(ofStart ? 0L : SERVED);
            assertThat(rollout.getExplorationArm()
                            .filter(StartAnswers.ARM::equals)
                            .isPresent())
                    .isEqualTo(ofStart);
            assertThat(rollout.getDisplayed()).isEqualTo(rollout.getIndex() == 0);
            assertThat(rollout.getLane()).isEqualTo(rollout.getIndex() == 0 ? Lane.INTERACTIVE : Lane.BACKGROUND);
        });
        assertThat(rig.chunks()).extracting(RolloutChunk::getRolloutId).containsOnly("g1.0");
        assertThat(rig.committed()).isEqualTo(1);
        assertThat(rig.meters
                        .summary(MetricNames.POLICY_LAG, "stage", "sampling")
                        .count())
                .as("their version is old on purpose")
                .isEqualTo(3);
    }

    @Test
    void shouldTellTheLogProbabilitiesOfThatPolicy() {
        List<Rollout> rollouts = rollouts(rig);
        for (String id : List.of("g1.3", "g1.4")) {
            Rollout rollout = LoopRig.find(rollouts, id);

            assertThat(floats(rollout.getBehaviourLogProbs()))
                    .as("seed %d, %s", SEED, id)
                    .containsExactly(alone(rollout), within(1e-3f));
        }
    }

    @Test
    void shouldLeaveTheOtherAnswersAsTheyAreWithoutThem() {
        List<Rollout> beside = rollouts(rig);

        try (LoopRig alone = new LoopRig()) {
            List<Rollout> rollouts = rollouts(alone);
            assertThat(rollouts).hasSize(3).allSatisfy(rollout -> assertThat(
                            LoopRig.find(beside, rollout.getRolloutId()).getTokens())
                    .isEqualTo(rollout.getTokens()));
        }
    }

    /** The answer by itself, in one pass. */
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
