package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Owned;
import io.thumbstream.model.tensor.StepScope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Terms beside a place of an order: a best of three comes first, then a pair and a thumb; one member. */
class BestOfSeveralTermsTest {
    private static final LabelBatch BATCH = new LabelBatch(
            List.of(Labels.best("ann", "a", "b", "c"), Labels.pair("d", "e", 0, "ann"), Labels.thumb("f", 0.75, "ann")),
            new double[][] {{1}, {1}, {1}});
    private static final float[] SCORES = {1, 2, 3, 4, 5, 6};
    private static final float[] LOG_PROBS = {-1, -2, -3, -4, -5, -6};

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Slopes(float[] scores, float[] logProbs) {}

    private Slopes evaluate(String name) {
        AuxiliaryRewardTerm term = AuxiliaryRewardTerms.CATALOG.create(name);
        try (StepScope scope = StepScope.open(manager)) {
            NDArray scores = leaf(scope.manager(), SCORES, new Shape(6, 1));
            NDArray text = leaf(scope.manager(), LOG_PROBS, new Shape(6));
            Grad.enabled(() -> Grad.backward(
                    term.evaluate(new TrunkOutput(scores, text), BATCH).loss()));
            return new Slopes(Grad.of(scores).toFloatArray(), Grad.of(text).toFloatArray());
        }
    }

    private static NDArray leaf(NDManager manager, float[] values, Shape shape) {
        NDArray leaf = Owned.of(manager, values, shape);
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /** The best and the second of the pair in full, the thumb by three quarters. */
    @Test
    void shouldWriteTheBestOfSeveralAndKeepToTheAnswersBehind() {
        float[] slopes = evaluate("text-generation-term").logProbs();
        float unit = -slopes[0];

        assertThat(unit).isPositive();
        assertThat(slopes).containsExactly(new float[] {-unit, 0, 0, 0, -unit, -0.75f * unit}, within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"centring-term", "contrastive-term", "metric-regression-term"})
    void shouldLeaveTheBestOfSeveralOutOfTermsAboutPairs(String name) {
        Slopes slopes = evaluate(name);

        for (int i : new int[] {0, 1, 2, 5}) {
            assertThat(slopes.scores()[i]).as("score %d", i).isCloseTo(0f, within(1e-9f));
            assertThat(slopes.logProbs()[i]).as("log-prob %d", i).isCloseTo(0f, within(1e-9f));
        }
    }

    /** Sums of the pair are 9, whose square has the slope 18 for both. */
    @Test
    void shouldFindThePairBehindTheBestOfSeveral() {
        float[] slopes = evaluate("centring-term").scores();

        assertThat(slopes[3]).isPositive().isEqualTo(slopes[4]);
    }
}
