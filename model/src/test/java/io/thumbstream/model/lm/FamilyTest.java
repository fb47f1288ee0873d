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
import java.util.Map;
import java.util.Objects;
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
    @MethodSource("io.thumbstream.model.lm.FamilyCase#all")
    void shouldGiveTheReferencesSlopesWhenALossIsBackpropagated(FamilyCase family) throws IOException {
        Map<String, double[]> weights = family.write(directory, 42);
        ReferenceLm reference = new ReferenceLm(family.fields(), weights);
        try (CausalLm model = CausalLm.load(directory, Device.cpu())) {
            model.parameters().requireGrad(true);
            Map<String, float[]> found =
                    Slopes.of(root, model.parameters(), () -> model.meanLoss(root, PROMPTS, RESPONSES));

            assertThat(found).containsOnlyKeys(weights.keySet());
            found.forEach((name, slopes) -> {
                double[] values = Objects.requireNonNull(weights.get(name));
                Slopes.requireAlike(
                        name,
                        slopes,
                        CHECKED,
                        at -> Slopes.central(values, at, () -> reference.meanLoss(PROMPTS, RESPONSES)));
            });
        }
    }
}
