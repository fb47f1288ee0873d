package io.thumbstream.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.tensor.Grad;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the forms of the ratio and the two clips do, on answers whose ratios are round numbers. */
class PpoClipTest {
    private static final float UP = (float) Math.log(1.5);
    private static final float DOWN = (float) Math.log(0.5);

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static PolicyObjective objective(String name, Map<String, Object> overlay) {
        return PolicyObjectives.CATALOG.create(name, new ObjectMapper().valueToTree(overlay));
    }

    /** One answer of two tokens whose log-probs moved by {@code moves} since it was sampled. */
    private static BatchArrays answer(float advantage, float... moves) {
        float[] zeros = new float[2];
        float[] behaviour = {-2, -2};
        float[] now = {-2 + moves[0], -2 + moves[1]};
        return new BatchArrays(
                1,
                2,
                now,
                zeros,
                new float[] {1, 1},
                now,
                behaviour,
                zeros,
                new float[] {advantage, advantage},
                new float[1],
                new float[1],
                new PolicyBatch.Whole(2, 0));
    }

    private float[] slopes(PolicyObjective objective, BatchArrays batch) {
        return batch.evaluate(manager, objective::evaluate).gradient();
    }

    @Test
    void shouldLetEachTokenPassOrStopByItselfWhenTheRatioIsOfTokens() {
        PolicyObjective clip = objective("asymmetric-clip", Map.of());

        assertThat(slopes(clip, answer(1, UP, 0)))
                .as("risen enough")
                .containsExactly(new float[] {0, -0.5f}, within(1e-5f));
        assertThat(slopes(clip, answer(-1, UP, 0)))
                .as("risen by mistake")
                .containsExactly(new float[] {0.75f, 0.5f}, within(1e-5f));
    }

    /** The tokens moved by 1.5 and 0.5: together by their geometric mean, 0.866, which is inside. */
    @Test
    void shouldLetAnAnswerPassOrStopAsAWholeWhenTheRatioIsOfAnswers() {
        PolicyObjective clip = objective("asymmetric-clip", Map.of("ratio", "sequence"));
        float mean = (float) Math.sqrt(0.75);

        assertThat(slopes(clip, answer(1, UP, DOWN)))
                .containsExactly(new float[] {-mean / 2, -mean / 2}, within(1e-5f));
        assertThat(slopes(clip, answer(1, UP, UP))).containsOnly(0f);
    }

    @Test
    void shouldGiveRisingTokensMoreRoomThanFallingOnesWhenAsymmetric() {
        float up = (float) Math.log(1.25);
        PolicyObjective wide = objective("asymmetric-clip", Map.of());
        PolicyObjective even = objective("asymmetric-clip", Map.of("clip-high", 0.2));

        assertThat(slopes(wide, answer(1, up, up))).containsExactly(new float[] {-0.625f, -0.625f}, within(1e-5f));
        assertThat(slopes(even, answer(1, up, up))).containsOnly(0f);
    }

    /** Decoupled, the clip compares with the start of the step, so a sample that is old goes on teaching, at its weight. */
    @Test
    void shouldGoOnTeachingFromOldSamplesWhenDecoupled() {
        assertThat(slopes(objective("decoupled-ppo", Map.of()), answer(1, UP, UP)))
                .containsExactly(new float[] {-0.75f, -0.75f}, within(1e-5f));
    }

    /** Cut off: 1.5 - 1.28 of the first token and 0.5 - 0.8 of the second; the mean is -0.04. */
    @Test
    void shouldMeasureWhatTheClipTakesAway() {
        AtomicReference<Float> bias = new AtomicReference<>(Float.NaN);
        PolicyObjective clip = objective("asymmetric-clip", Map.of());
        answer(1, UP, DOWN).evaluate(manager, batch -> {
            LossReport report = clip.evaluate(batch);
            NDArray found = report.diagnostics().getOrDefault("clip-bias", report.loss());
            bias.set(found.getFloat());
            return report;
        });

        assertThat(bias.get()).isCloseTo(-0.04f, within(1e-5f));
    }
}
