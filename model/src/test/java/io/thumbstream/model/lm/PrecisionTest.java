package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.StepScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Semantics locked here: products in bfloat16 are that and not float32, stay near it, and pass slopes on to weights that are float32 before
 * and after. The bounds are of the type: a product's inputs round by up to 1/256.
 */
class PrecisionTest {
    private static final int[][] PROMPTS = {{3, 7, 2, 4}, {4, 1}, {3, 7, 2, 4}};
    private static final int[][] RESPONSES = {{8, 1, 2}, {2, 10, 3, 1, 5}, {7}};

    private final NDManager root = NDManager.newBaseManager(Device.cpu());

    @TempDir
    Path directory = Path.of("set by the test framework");

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        root.close();
    }

    @ParameterizedTest
    @MethodSource("io.thumbstream.model.lm.FamilyCase#all")
    void shouldStayNearFloat32WithoutBeingIt(FamilyCase family) throws IOException {
        family.write(directory, 43);
        try (CausalLm exact = CausalLm.load(directory, Device.cpu());
                CausalLm rounded = CausalLm.load(directory, Device.cpu(), Precision.BFLOAT16);
                StepScope step = StepScope.open(root)) {
            float[] expected = logProbs(exact, step.manager());
            float[] found = logProbs(rounded, step.manager());

            assertThat(found).hasSameSizeAs(expected);
            double apart = 0;
            for (int i = 0; i < expected.length; i++) {
                apart += Math.abs(found[i] - expected[i]) / expected.length;
            }
            assertThat(apart).as("mean difference, nat").isBetween(1e-5, 0.1);
        }
    }

    @Test
    void shouldKeepWeightsInFloat32AndCopiesInBfloat16() throws IOException {
        FamilyCase.all().get(0).write(directory, 44);
        try (CausalLm exact = CausalLm.load(directory, Device.cpu());
                CausalLm rounded = CausalLm.load(directory, Device.cpu(), Precision.BFLOAT16);
                CausalLm copy = rounded.copy();
                CausalLm replica = rounded.replica();
                StepScope step = StepScope.open(root)) {
            assertThat(rounded.parameters().arrays())
                    .extracting(NDArray::getDataType)
                    .containsOnly(DataType.FLOAT32);
            assertThat(rounded.parameters().digest())
                    .isEqualTo(exact.parameters().digest());
            float[] expected = logProbs(rounded, step.manager());
            assertThat(logProbs(copy, step.manager())).isEqualTo(expected);
            assertThat(logProbs(replica, step.manager())).isEqualTo(expected);
            assertThat(logProbs(exact, step.manager())).isNotEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("io.thumbstream.model.lm.FamilyCase#all")
    void shouldGiveSlopesOfFloat32UpToRounding(FamilyCase family) throws IOException {
        family.write(directory, 45);
        try (CausalLm exact = CausalLm.load(directory, Device.cpu());
                CausalLm rounded = CausalLm.load(directory, Device.cpu(), Precision.BFLOAT16)) {
            exact.parameters().requireGrad(true);
            rounded.parameters().requireGrad(true);
            Map<String, float[]> expected = Slopes.of(root, exact.parameters(), () -> loss(exact));
            Map<String, float[]> found = Slopes.of(root, rounded.parameters(), () -> loss(rounded));

            assertThat(found.keySet()).isEqualTo(expected.keySet());
            assertThat(distance(found, expected))
                    .as("distance of all slopes, of their norm")
                    .isBetween(1e-5, 0.2);
        }
    }

    @Test
    void shouldGiveTheSlopesOfThePlainPassWhenActivationsAreComputedAgain() throws IOException {
        FamilyCase.all().get(1).write(directory, 46);
        try (CausalLm model = CausalLm.load(directory, Device.cpu(), Precision.BFLOAT16)) {
            model.parameters().requireGrad(true);
            Map<String, float[]> plain = Slopes.of(root, model.parameters(), () -> loss(model));

            assertThat(distance(recomputed(model), plain)).isLessThan(1e-3);
        }
    }

    @Test
    void shouldPassSlopesToAnAdapterOnly() {
        LmConfig config = TinyModels.config(1, false);
        LoraSettings settings = new LoraSettings(3, 4, LoraTarget.words());
        try (CausalLm base = saved(TinyModels.create(config, 47));
                CausalLm model = base.withAdapter(Adapters.drawn(settings, config, 48))) {
            model.trained().requireGrad(true);
            Map<String, float[]> slopes = Slopes.of(root, model.trained(), () -> loss(model));

            slopes.forEach((name, slope) -> {
                double sum = 0;
                for (float each : slope) {
                    sum += Math.abs(each);
                }
                assertThat(sum).as(name).isGreaterThan(0).isLessThan(1e6);
            });
            assertThat(base.parameters().arrays()).noneMatch(NDArray::hasGradient);
        }
    }

    @Test
    void shouldCountTheCopiesThatAPassKeeps() {
        LmConfig config = TinyModels.config(2, false);
        // a layer: four of 8 x 8 and three of 8 x 12, two layers, two bytes each
        long copies = 2 * 2 * (4 * 64 + 3 * 96);
        assertThat(total(config, false, Precision.BFLOAT16))
                .isEqualTo(total(config, false, Precision.FLOAT32) + copies);
        assertThat(total(config, true, Precision.BFLOAT16))
                .isEqualTo(total(config, true, Precision.FLOAT32) + copies / 2);
    }

    private static long total(LmConfig config, boolean recomputed, Precision precision) {
        return MemoryNeed.ofLearning(config, new MemoryNeed.Learning(Optional.empty(), 1, 1, 16, recomputed, precision))
                .total();
    }

    private CausalLm saved(CausalLm model) {
        try (model) {
            model.save(directory);
            return CausalLm.load(directory, Device.cpu(), Precision.BFLOAT16);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] logProbs(CausalLm model, NDManager manager) {
        return model.logProbs(manager, PROMPTS, RESPONSES).logProbs().toFloatArray();
    }

    /** {@code L = sum over tokens (log pi ^ 2)}. */
    private NDArray loss(CausalLm model) {
        return squares(model.logProbs(root, PROMPTS, RESPONSES));
    }

    private static NDArray squares(TokenBatch batch) {
        return Masked.sum(batch.logProbs().mul(batch.logProbs()), batch.mask());
    }

    private Map<String, float[]> recomputed(CausalLm model) {
        try (StepScope step = StepScope.open(root)) {
            Grad.enabled(() -> {
                RecomputedPass pass = model.recomputed(step.manager(), PROMPTS, RESPONSES, 1);
                Grad.backward(squares(pass.tokens()));
                pass.backward();
            });
            Map<String, float[]> slopes = new LinkedHashMap<>();
            for (String name : model.trained().names()) {
                slopes.put(name, Grad.of(model.trained().get(name)).toFloatArray());
                Grad.clear(model.trained().get(name));
            }
            return slopes;
        }
    }

    /** Norm of the difference of all slopes together, of the norm of those expected. */
    private static double distance(Map<String, float[]> found, Map<String, float[]> expected) {
        double distance = 0;
        double norm = 0;
        for (var entry : expected.entrySet()) {
            float[] slopes = found.getOrDefault(entry.getKey(), new float[0]);
            assertThat(slopes).as(entry.getKey()).hasSameSizeAs(entry.getValue());
            for (int i = 0; i < slopes.length; i++) {
                distance += Math.pow(slopes[i] - entry.getValue()[i], 2);
                norm += Math.pow(entry.getValue()[i], 2);
            }
        }
        return Math.sqrt(distance / norm);
    }
}
