package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Grad;
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

/** Every family as read from files against {@link ReferenceLm}. */
class FamilyTest {
    private static final int[] TEXT = {7, 250, 3, 99, 99, 180, 0, 41, 17, 260, 5, 66, 123, 8, 31, 77, 201, 2, 90, 13};
    private static final int[][] PROMPTS = {{3, 70, 22}, {4}};
    private static final int[][] RESPONSES = {{81, 1}, {2, 100, 3, 1, 255}};
    /** Elements of one tensor whose gradient is checked. */
    private static final int CHECKED = 24;

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
    void shouldGiveTheReferencesLogitsWhenACheckpointIsLoaded(FamilyCase family) throws IOException {
        ReferenceLm reference = new ReferenceLm(family.fields(), family.write(directory, 41));
        try (CausalLm model = CausalLm.load(directory, Device.cpu());
                StepScope step = StepScope.open(root)) {
            long[] ids = Arrays.stream(TEXT).asLongStream().toArray();
            NDArray logits = model.logits(step.manager(), step.manager().create(ids, new Shape(1, ids.length)));

            double[] expected = Arrays.stream(reference.logits(TEXT))
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            float[] found = logits.toFloatArray();
            assertThat(found).hasSameSizeAs(expected);
            assertThat(Arrays.stream(expected).map(Math::abs).max().orElseThrow())
                    .isGreaterThan(1);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) found[i]).as("logit %s", i).isCloseTo(expected[i], within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void shouldGiveTheReferencesSlopesWhenALossIsBackpropagated(FamilyCase family) throws IOException {
        Map<String, double[]> weights = family.write(directory, 42);
        ReferenceLm reference = new ReferenceLm(family.fields(), weights);
        try (CausalLm model = CausalLm.load(directory, Device.cpu());
                StepScope step = StepScope.open(root)) {
            model.parameters().requireGrad(true);
            Grad.enabled(() -> Grad.backward(model.meanLoss(step.manager(), PROMPTS, RESPONSES)));

            assertThat(model.parameters().names()).containsExactlyInAnyOrderElementsOf(weights.keySet());
            weights.forEach((name, values) -> {
                float[] found = Grad.of(model.parameters().get(name)).toFloatArray();
                double largest = 0;
                for (float slope : found) {
                    largest = Math.max(largest, Math.abs(slope));
                }
                // softmax ignores what is added to every key, so the bias of k matters only through the positions
                assertThat(largest).as(name).isGreaterThan(1e-6);
                for (int at = 0; at < values.length; at += Math.max(1, values.length / CHECKED)) {
                    assertThat((double) found[at])
                            .as("%s, element %s", name, at)
                            .isCloseTo(slope(reference, values, at), within(1e-3 * largest + 1e-6));
                }
            });
        }
    }

    /** Central difference of the loss in one weight. */
    private static double slope(ReferenceLm reference, double[] values, int at) {
        double kept = values[at];
        values[at] = kept + STEP;
        double above = reference.meanLoss(PROMPTS, RESPONSES);
        values[at] = kept - STEP;
        double below = reference.meanLoss(PROMPTS, RESPONSES);
        values[at] = kept;
        return (above - below) / (2 * STEP);
    }
}
