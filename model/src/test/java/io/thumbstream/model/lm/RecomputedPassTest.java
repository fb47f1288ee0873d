package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.model.tensor.StepScope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Semantics locked here: the pass that computes activations again gives the values and the slopes of the plain one, and keeps nothing. */
class RecomputedPassTest {
    private static final int[][] PROMPTS = {{3, 7, 2, 4}, {4, 1}, {3, 7, 2, 4}, {4, 1}};
    private static final int[][] RESPONSES = {{8, 1, 2}, {2, 10, 3, 1, 5}, {7}, {6, 6}};
    private static final double TEMPERATURE = 0.7;
    /** Distance of all slopes together, of their norm. */
    private static final double RELATIVE = 1e-6;

    private final NDManager root = NDManager.newBaseManager(Device.cpu());

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        root.close();
    }

    @ParameterizedTest(name = "{0} key-value heads, tied {1}")
    @CsvSource({"2,false", "1,false", "1,true"})
    void shouldGiveTheValuesAndSlopesOfThePlainPass(int keyValueHeads, boolean tied) {
        try (CausalLm model = TinyModels.create(TinyModels.config(keyValueHeads, tied), 21)) {
            model.parameters().requireGrad(true);
            Map<String, float[]> plain = Slopes.of(
                    root, model.parameters(), () -> loss(model.logProbs(root, PROMPTS, RESPONSES, TEMPERATURE)));
            Map<String, float[]> recomputed = recomputed(model);

            requireAlike(recomputed, plain);
        }
    }

    @Test
    void shouldGiveTheSlopesOfAnAdapterAndLeaveTheBaseAlone() {
        LoraSettings settings = new LoraSettings(3, 4, LoraTarget.words());
        LmConfig config = TinyModels.config(1, false);
        try (CausalLm base = TinyModels.create(config, 22);
                CausalLm model = base.withAdapter(Adapters.drawn(settings, config, 23))) {
            model.trained().requireGrad(true);
            Map<String, float[]> plain =
                    Slopes.of(root, model.trained(), () -> loss(model.logProbs(root, PROMPTS, RESPONSES, TEMPERATURE)));
            Map<String, float[]> recomputed = recomputed(model);

            requireAlike(recomputed, plain);
            assertThat(base.parameters().arrays()).noneMatch(NDArray::hasGradient);
        }
    }

    @Test
    void shouldGiveTheSameLogProbsAndEntropies() {
        try (CausalLm model = TinyModels.create(TinyModels.config(2, false), 24);
                StepScope step = StepScope.open(root)) {
            TokenBatch plain = model.logProbs(step.manager(), PROMPTS, RESPONSES, TEMPERATURE);
            TokenBatch again = model.recomputed(step.manager(), PROMPTS, RESPONSES, TEMPERATURE)
                    .tokens();

            assertThat(again.logProbs().toFloatArray())
                    .containsExactly(plain.logProbs().toFloatArray(), within(1e-6f));
            assertThat(again.entropy().toFloatArray())
                    .containsExactly(plain.entropy().toFloatArray(), within(1e-6f));
            assertThat(again.mask().toFloatArray()).isEqualTo(plain.mask().toFloatArray());
        }
    }

    @Test
    void shouldAddUpSlopesAndLeaveNoArrayBehind() {
        try (CausalLm model = TinyModels.create(TinyModels.config(2, false), 25)) {
            model.parameters().requireGrad(true);
            Map<String, float[]> once = recomputed(model);
            int arrays = root.getManagedArrays().size();
            int parameters = model.parameters().held();
            Map<String, float[]> twice = slopes(model, 2);

            assertThat(root.getManagedArrays()).hasSize(arrays);
            assertThat(model.parameters().held()).isEqualTo(parameters);
            once.forEach((name, slope) -> {
                float[] doubled = twice.getOrDefault(name, new float[0]);
                assertThat(doubled).as(name).hasSameSizeAs(slope);
                for (int i = 0; i < slope.length; i++) {
                    assertThat(doubled[i])
                            .as("%s, element %s", name, i)
                            .isCloseTo(2 * slope[i], within(1e-5f * (1 + Math.abs(slope[i]))));
                }
            });
        }
    }

    @Test
    void shouldRefuseATemperatureOfZero() {
        try (CausalLm model = TinyModels.create(TinyModels.config(2, false), 26)) {
            assertThatThrownBy(() -> model.recomputed(root, PROMPTS, RESPONSES, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must be positive");
        }
    }

    /** {@code L = sum over tokens (log pi ^ 2 + 0.3 H)}: it has slopes in both results. */
    private static NDArray loss(TokenBatch batch) {
        return Masked.sum(
                batch.logProbs().mul(batch.logProbs()).add(Scalars.times(batch.entropy(), 0.3)), batch.mask());
    }

    private Map<String, float[]> recomputed(CausalLm model) {
        return slopes(model, 1);
    }

    private Map<String, float[]> slopes(CausalLm model, int passes) {
        try (StepScope step = StepScope.open(root)) {
            Grad.enabled(() -> {
                for (int i = 0; i < passes; i++) {
                    RecomputedPass pass = model.recomputed(step.manager(), PROMPTS, RESPONSES, TEMPERATURE);
                    Grad.backward(loss(pass.tokens()));
                    pass.backward();
                }
            });
            Map<String, float[]> slopes = new LinkedHashMap<>();
            for (String name : model.trained().names()) {
                NDArray parameter = model.trained().get(name);
                slopes.put(name, Grad.of(parameter).toFloatArray());
                Grad.clear(parameter);
            }
            return slopes;
        }
    }

    private static void requireAlike(Map<String, float[]> found, Map<String, float[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        double distance = 0;
        double norm = 0;
        for (var entry : expected.entrySet()) {
            float[] slopes = found.getOrDefault(entry.getKey(), new float[0]);
            assertThat(slopes).as(entry.getKey()).hasSameSizeAs(entry.getValue());
            double largest = 0;
            for (int i = 0; i < slopes.length; i++) {
                double apart = slopes[i] - entry.getValue()[i];
                distance += apart * apart;
                norm += (double) entry.getValue()[i] * entry.getValue()[i];
                largest = Math.max(largest, Math.abs(entry.getValue()[i]));
            }
            assertThat(largest).as(entry.getKey()).isPositive();
            assertThat(slopes).as(entry.getKey()).containsExactly(entry.getValue(), within((float) (1e-5 * largest)));
        }
        assertThat(Math.sqrt(distance / norm)).isLessThan(RELATIVE);
    }
}
