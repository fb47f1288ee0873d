package io.thumbstream.generator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.generator.TinyPolicy;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the first policy says of answers, against the softmax of its own scores. */
class ReferencePolicyTest {
    private static final int SEED = 7;
    private static final int[] PROMPT = {5, 9, 100};
    private static final int[] OTHER_PROMPT = {44};
    private static final List<int[]> PROMPTS = List.of(PROMPT, PROMPT, OTHER_PROMPT, PROMPT);
    private static final List<int[]> ANSWERS =
            List.of(new int[] {1}, new int[] {17, 3, 250, 260}, new int[] {8, 8}, new int[] {90, 12});

    @TempDir
    Path models = Path.of("set by the test framework");

    @BeforeEach
    void prepare() throws IOException {
        Grad.prepareThread();
        try (CausalLm model = TinyPolicy.model(SEED)) {
            model.save(models.resolve("v00000000"));
        }
    }

    @ParameterizedTest(name = "temperature {0}, {1} tokens in a pass")
    @CsvSource({"1, 1024", "1, 1", "1, 14", "0.5, 1024"})
    void shouldSayHowLikelyEachTokenIsHoweverAnswersAreCutIntoPasses(double temperature, int tokens)
            throws IOException {
        try (FirstPolicy first = FirstPolicy.besides(models.resolve("v00000012"), Device.cpu());
                ReferencePolicy policy = new ReferencePolicy(first, temperature, tokens)) {
            List<float[]> found = policy.logProbs(PROMPTS, ANSWERS);

            assertThat(found).hasSameSizeAs(ANSWERS);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i))
                        .as("seed %d, answer %d", SEED, i)
                        .containsExactly(softmax(PROMPTS.get(i), ANSWERS.get(i), temperature), within(1e-5f));
            }
            assertThat(policy.logProbs(List.of(), List.of())).isEmpty();
        }
    }

    @Test
    void shouldNameTheWeightsThatItHas() throws IOException {
        try (FirstPolicy first = FirstPolicy.besides(models.resolve("v00000000"), Device.cpu());
                ReferencePolicy policy = new ReferencePolicy(first, 0.5, 9)) {
            assertThat(policy.sha256()).isEqualTo(Digests.ofFile(models.resolve("v00000000/model.safetensors")));
            assertThat(policy.temperature()).isEqualTo(0.5);
        }
    }

    @Test
    void shouldSayWhatIsMissingWhenTheFirstVersionIsNotThere() {
        Path elsewhere = models.resolve("elsewhere/v00000003");

        assertThatThrownBy(() -> {
                    try (FirstPolicy unused = FirstPolicy.besides(elsewhere, Device.cpu())) {
                        throw new AssertionError("loaded from nowhere");
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("v00000000")
                .hasMessageContaining("generator.reference-log-probs.enabled");
    }

    /** Token after token from the scores of the whole sequence, in double. */
    private static float[] softmax(int[] prompt, int[] answer, double temperature) {
        long[] ids = new long[prompt.length + answer.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i < prompt.length ? prompt[i] : answer[i - prompt.length];
        }
        float[] scores;
        try (CausalLm model = TinyPolicy.model(SEED);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            scores = model.logits(manager, manager.create(ids, new Shape(1, ids.length)))
                    .toFloatArray();
        }
        float[] logProbs = new float[answer.length];
        for (int t = 0; t < answer.length; t++) {
            int row = (prompt.length + t - 1) * TinyPolicy.VOCABULARY;
            double largest = Double.NEGATIVE_INFINITY;
            for (int v = 0; v < TinyPolicy.VOCABULARY; v++) {
                largest = Math.max(largest, scores[row + v] / temperature);
            }
            double sum = 0;
            for (int v = 0; v < TinyPolicy.VOCABULARY; v++) {
                sum += Math.exp(scores[row + v] / temperature - largest);
            }
            logProbs[t] = (float) (scores[row + answer[t]] / temperature - largest - Math.log(sum));
        }
        return logProbs;
    }
}
