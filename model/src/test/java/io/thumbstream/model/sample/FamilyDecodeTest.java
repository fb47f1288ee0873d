package io.thumbstream.model.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.thumbstream.model.lm.Adapters;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.FamilyCase;
import io.thumbstream.model.lm.LoraSettings;
import io.thumbstream.model.lm.TokenBatch;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoding with a cache, prompt first and then token by token, against the learner's pass over whole sequences. */
class FamilyDecodeTest {
    private static final int REQUESTS = 6;

    private final PolicyHolder policies = new PolicyHolder();
    private final Collector collector = new Collector();

    @TempDir
    Path directory = Path.of("set by the test framework");

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        policies.close();
    }

    @ParameterizedTest
    @MethodSource("io.thumbstream.model.lm.FamilyCase#all")
    void shouldReportTheLearnersLogProbsWhenDecodingStepByStep(FamilyCase family) throws IOException {
        decode(family.load(directory, 43));
    }

    @ParameterizedTest
    @MethodSource("io.thumbstream.model.lm.FamilyCase#all")
    void shouldReportTheLearnersLogProbsWhenTheModelHasAnAdapter(FamilyCase family) throws IOException {
        LoraSettings settings = new LoraSettings(2, 3, List.of("q_proj", "v_proj", "o_proj", "up_proj", "down_proj"));
        try (CausalLm base = family.load(directory, 44)) {
            decode(base.withAdapter(Adapters.drawn(settings, base.config(), 45)));
            policies.close();
        }
    }

    /** @param model closed with the policies */
    private void decode(CausalLm model) {
        policies.publish(new PolicySnapshot(1, model));
        int[][] prompts = IntStream.range(0, REQUESTS)
                .mapToObj(row -> IntStream.range(0, 1 + 2 * row)
                        .map(i -> 5 + 37 * (row + i) % 250)
                        .toArray())
                .toArray(int[][]::new);
        try (BatchSampler sampler = BatchSampler.of(policies, new ByteTokenizer(), new SamplerSettings(4, 1, 16))) {
            for (int row = 0; row < REQUESTS; row++) {
                collector.submit(
                        sampler,
                        new SampleRequest(
                                "r" + row, prompts[row], SamplingSettings.plain(14 + row), row, Priority.INTERACTIVE));
            }
            Collector.runAll(sampler);
        }
        int[][] responses = IntStream.range(0, REQUESTS)
                .mapToObj(row -> collector.sample("r" + row).tokens())
                .toArray(int[][]::new);
        assertThat(Arrays.stream(responses).mapToInt(r -> r.length).sum()).isGreaterThan(REQUESTS * 5);
        try (NDManager manager = NDManager.newBaseManager();
                StepScope scope = StepScope.open(manager)) {
            TokenBatch recomputed = model.logProbs(scope.manager(), prompts, responses);
            float[] logProbs = recomputed.logProbs().toFloatArray();
            int time = (int) recomputed.logProbs().getShape().get(1);
            for (int row = 0; row < REQUESTS; row++) {
                float[] expected = Arrays.copyOfRange(logProbs, row * time, row * time + responses[row].length);
                assertThat(collector.sample("r" + row).logProbs())
                        .as("answer %s", row)
                        .containsExactly(expected, within(1e-4f));
            }
        }
    }
}
