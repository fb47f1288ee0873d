package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.StepScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapted models of every family, in both passes over whole sequences, against {@link ReferenceLm} with merged weights. */
class LoraFamilyTest {
    private static final int[] TEXT = {7, 250, 3, 99, 99, 180, 0, 41, 17, 260, 5, 66, 123, 8, 31, 77};
    private static final int[][] PROMPTS = {{3, 70, 22}, {4}, {3, 70, 22}};
    private static final int[][] RESPONSES = {{81, 1}, {2, 100, 3, 1, 255}, {9, 8, 7}};
    private static final LoraSettings SETTINGS = new LoraSettings(2, 3, LoraTarget.words());
    /** Elements of one matrix whose slope is checked. */
    private static final int CHECKED = 5;

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
    void shouldGiveTheReferencesLogitsWhenAnAdapterIsAdded(FamilyCase family) throws IOException {
        Map<String, double[]> weights = family.write(directory, 51);
        try (CausalLm base = CausalLm.load(directory, Device.cpu());
                CausalLm model = base.withAdapter(Adapters.drawn(SETTINGS, base.config(), 52));
                StepScope step = StepScope.open(root)) {
            double[] plain = flat(new ReferenceLm(family.fields(), weights).logits(TEXT));
            double[] expected = flat(new ReferenceLm(
                            family.fields(),
                            new MergedWeights(weights, model.adapter().orElseThrow(), base.config()).weights())
                    .logits(TEXT));
            NDArray ids =
                    step.manager().create(Arrays.stream(TEXT).asLongStream().toArray(), new Shape(1, TEXT.length));

            assertThat(distance(expected, plain)).isGreaterThan(0.1);
            assertThat(distance(expected, model.logits(step.manager(), ids).toFloatArray()))
                    .isLessThan(1e-4);
            assertThat(distance(plain, base.logits(step.manager(), ids).toFloatArray()))
                    .as("the base is the reference and does not see the adapter")
                    .isLessThan(1e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("io.thumbstream.model.lm.FamilyCase#all")
    void shouldGiveTheReferencesSlopesToTheAdapterAloneWhenALossIsBackpropagated(FamilyCase family) throws IOException {
        Map<String, double[]> weights = family.write(directory, 53);
        try (CausalLm base = CausalLm.load(directory, Device.cpu());
                CausalLm model = base.withAdapter(Adapters.drawn(SETTINGS, base.config(), 54))) {
            LoraAdapter adapter = model.adapter().orElseThrow();
            MergedWeights merged = new MergedWeights(weights, adapter, base.config());
            ReferenceLm reference = new ReferenceLm(family.fields(), merged.weights());
            model.trained().requireGrad(true);
            Map<String, float[]> rows =
                    Slopes.of(root, adapter.parameters(), () -> model.meanLoss(root, PROMPTS, RESPONSES));
            Map<String, float[]> shared = Slopes.of(root, adapter.parameters(), () -> {
                TokenBatch batch = model.logProbs(root, PROMPTS, RESPONSES);
                return Masked.mean(batch.logProbs(), batch.mask()).neg();
            });

            assertThat(base.parameters().arrays()).noneMatch(NDArray::hasGradient);
            for (LoraPlace place : LoraPlace.all(base.config())) {
                for (String name : List.of(place.down(), place.up())) {
                    double[] slopes = slopes(reference, merged, place, name);
                    Slopes.requireAlike(name, rows.getOrDefault(name, new float[0]), CHECKED, at -> slopes[at]);
                    Slopes.requireAlike(name, shared.getOrDefault(name, new float[0]), CHECKED, at -> slopes[at]);
                }
            }
        }
    }

    /** Central differences of the loss in those elements of a matrix that are checked. */
    private static double[] slopes(ReferenceLm reference, MergedWeights merged, LoraPlace place, String name) {
        double[] values = merged.matrix(name);
        double[] slopes = new double[values.length];
        for (int at = 0; at < values.length; at += Slopes.stride(values.length, CHECKED)) {
            slopes[at] = Slopes.central(values, at, () -> {
                merged.merge(place);
                return reference.meanLoss(PROMPTS, RESPONSES);
            });
        }
        merged.merge(place);
        return slopes;
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double distance(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    private static double distance(double[] a, float[] b) {
        assertThat(b).hasSize(a.length);
        double[] exact = new double[b.length];
        for (int i = 0; i < exact.length; i++) {
            exact[i] = b[i];
        }
        return distance(a, exact);
    }
}
