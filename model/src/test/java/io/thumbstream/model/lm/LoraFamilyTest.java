package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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

    private static final double STEP = 1e-5;

    private final NDManager root = NDManager.newBaseManager(Device.cpu());

    @TempDir
    Path directory = Path.of("set by the test framework");

    static List<FamilyCase> families() {
        return FamilyCase.all();
    }

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        root.close();
    }

    @ParameterizedTest
    @MethodSource("families")
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
    @MethodSource("families")
    void shouldGiveTheReferencesSlopesToTheAdapterAloneWhenALossIsBackpropagated(FamilyCase family) throws IOException {
        Map<String, double[]> weights = family.write(directory, 53);
        try (CausalLm base = CausalLm.load(directory, Device.cpu());
                CausalLm model = base.withAdapter(Adapters.drawn(SETTINGS, base.config(), 54))) {
            LoraAdapter adapter = model.adapter().orElseThrow();
            MergedWeights merged = new MergedWeights(weights, adapter, base.config());
            ReferenceLm reference = new ReferenceLm(family.fields(), merged.weights());
            model.trained().requireGrad(true);
            Map<String, float[]> rows = gradients(adapter, () -> model.meanLoss(root, PROMPTS, RESPONSES));
            Map<String, float[]> shared = gradients(adapter, () -> {
                TokenBatch batch = model.logProbs(root, PROMPTS, RESPONSES);
                return Masked.mean(batch.logProbs(), batch.mask()).neg();
            });

            assertThat(base.parameters().arrays()).noneMatch(NDArray::hasGradient);
            for (LoraPlace place : LoraPlace.all(base.config())) {
                for (String name : List.of(place.down(), place.up())) {
                    double[] slopes = slopes(reference, merged, place, name);
                    check(name, slopes, rows.getOrDefault(name, new float[0]));
                    check(name, slopes, shared.getOrDefault(name, new float[0]));
                }
            }
        }
    }

    private static void check(String name, double[] expected, float[] found) {
        double largest = 0;
        for (float slope : found) {
            largest = Math.max(largest, Math.abs(slope));
        }
        assertThat(largest).as(name).isGreaterThan(1e-6);
        for (int at = 0; at < found.length; at += stride(found.length)) {
            assertThat((double) found[at])
                    .as("%s, element %s", name, at)
                    .isCloseTo(expected[at], within(1e-3 * largest + 1e-6));
        }
    }

    private static int stride(int elements) {
        return Math.max(1, elements / CHECKED);
    }

    /** Central differences of the loss in those elements of a matrix that are checked. */
    private static double[] slopes(ReferenceLm reference, MergedWeights merged, LoraPlace place, String name) {
        double[] values = merged.matrix(name);
        double[] slopes = new double[values.length];
        for (int at = 0; at < values.length; at += stride(values.length)) {
            double kept = values[at];
            values[at] = kept + STEP;
            merged.merge(place);
            double above = reference.meanLoss(PROMPTS, RESPONSES);
            values[at] = kept - STEP;
            merged.merge(place);
            double below = reference.meanLoss(PROMPTS, RESPONSES);
            values[at] = kept;
            slopes[at] = (above - below) / (2 * STEP);
        }
        merged.merge(place);
        return slopes;
    }

    private Map<String, float[]> gradients(LoraAdapter adapter, Supplier<NDArray> loss) {
        try (StepScope unused = StepScope.open(root)) {
            Grad.enabled(() -> Grad.backward(loss.get()));
            Map<String, float[]> gradients = new LinkedHashMap<>();
            for (String name : adapter.parameters().names()) {
                NDArray parameter = adapter.parameters().get(name);
                gradients.put(name, Grad.of(parameter).toFloatArray());
                Grad.clear(parameter);
            }
            return gradients;
        }
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
