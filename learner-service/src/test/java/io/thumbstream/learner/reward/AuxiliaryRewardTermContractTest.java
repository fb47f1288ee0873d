package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every entry of {@link AuxiliaryRewardTerms} must do, and the values of each; a pair, a tie and a thumb, two members. */
class AuxiliaryRewardTermContractTest {
    private static final LabelBatch BATCH = new LabelBatch(
            List.of(
                    Labels.pair("a", "b", 0, "ann"),
                    Labels.pair("c", "d", 0.5, "ann"),
                    Labels.weighing(Labels.thumb("e", 0.75, "bob"), 2)),
            new double[][] {{1, 2}, {1, 1}, {2, 2}});
    private static final float[] SCORES = {1, 0.5f, -0.5f, 0.25f, 2, 1, -2, -1, 3, 3};
    private static final float[] LOG_PROBS = {-1, -2, -3, -4, -5};
    private static final float[] FIRST_VIEW = {1, 0.5f, -0.5f, 0.8f, 0.3f, -1, 1.2f, 0.4f, 0.7f, 0.7f};
    private static final float[] SECOND_VIEW = {-0.2f, 1.5f, 0.7f, -0.2f, 1.4f, 0.1f, 0.1f, 1.5f, -0.6f, 0.9f};

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<String> names() {
        return AuxiliaryRewardTerms.CATALOG.names().stream();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Slopes(float loss, float[] scores, float[] logProbs) {}

    private Slopes evaluate(AuxiliaryRewardTerm term, float[] scores, float[] logProbs) {
        try (StepScope scope = StepScope.open(manager)) {
            NDArray scoreLeaf = leaf(scope.manager(), scores, new Shape(5, 2));
            NDArray textLeaf = leaf(scope.manager(), logProbs, new Shape(5));
            StateViews views = new StateViews(
                    leaf(scope.manager(), FIRST_VIEW, new Shape(5, 2)),
                    leaf(scope.manager(), SECOND_VIEW, new Shape(5, 2)));
            RewardLoss loss = Grad.enabled(() -> {
                RewardLoss value = term.evaluate(new TrunkOutput(scoreLeaf, textLeaf, Optional.of(views)), BATCH);
                Grad.backward(value.loss());
                return value;
            });
            assertThat(loss.diagnostics()).isNotEmpty();
            return new Slopes(
                    loss.loss().getFloat(),
                    Grad.of(scoreLeaf).toFloatArray(),
                    Grad.of(textLeaf).toFloatArray());
        }
    }

    private static NDArray leaf(NDManager manager, float[] values, Shape shape) {
        NDArray leaf = manager.create(values, shape).duplicate();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    private static AuxiliaryRewardTerm term(String name, double coefficient) {
        return AuxiliaryRewardTerms.CATALOG.create(
                name, new ObjectMapper().valueToTree(Map.of("coefficient", coefficient)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldAgreeWithFiniteDifferences(String name) {
        AuxiliaryRewardTerm term = term(name, 0.5);
        Slopes slopes = evaluate(term, SCORES, LOG_PROBS);
        float step = 1e-2f;
        for (int i = 0; i < SCORES.length; i++) {
            float[] above = SCORES.clone();
            float[] below = SCORES.clone();
            above[i] += step;
            below[i] -= step;
            double slope = (evaluate(term, above, LOG_PROBS).loss()
                            - evaluate(term, below, LOG_PROBS).loss())
                    / (2.0 * step);
            assertThat((double) slopes.scores()[i]).as("score %d", i).isCloseTo(slope, within(1e-2));
        }
        for (int i = 0; i < LOG_PROBS.length; i++) {
            float[] above = LOG_PROBS.clone();
            float[] below = LOG_PROBS.clone();
            above[i] += step;
            below[i] -= step;
            double slope = (evaluate(term, SCORES, above).loss()
                            - evaluate(term, SCORES, below).loss())
                    / (2.0 * step);
            assertThat((double) slopes.logProbs()[i]).as("log-prob %d", i).isCloseTo(slope, within(1e-2));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldSayNothingWhenItsCoefficientIsZeroAndRefuseOneBelow(String name) {
        Slopes silent = evaluate(term(name, 0), SCORES, LOG_PROBS);

        assertThat(silent.loss()).isZero();
        assertThat(silent.scores()).containsExactly(new float[10], within(1e-9f));
        assertThat(silent.logProbs()).containsExactly(new float[5], within(1e-9f));
        assertThatThrownBy(() -> term(name, -1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("coefficient is -1.0");
    }

    /** Sums of the first pair are 0.5 and 0.75, of the second 0 and 0: 1 0.25 + 2 0.5625; the thumb is left out. */
    @Test
    void shouldDrawTheScoresOfAPairToOppositeValuesWhenCentring() {
        Slopes slopes = evaluate(term("centring-term", 0.5), SCORES, LOG_PROBS);

        assertThat((double) slopes.loss()).isCloseTo(0.6875, within(1e-5));
        assertThat(slopes.scores())
                .containsExactly(new float[] {0.5f, 1.5f, 0.5f, 1.5f, 0, 0, 0, 0, 0, 0}, within(1e-5f));
    }

    /** The rejected answer of a pair and a tie are not learned; a thumb of weight 2 counts by three quarters. */
    @Test
    void shouldKeepWritingWhatPeoplePreferWhenGeneratingText() {
        Slopes slopes = evaluate(term("text-generation-term", 0.5), SCORES, LOG_PROBS);

        assertThat(slopes.logProbs()).containsExactly(new float[] {0, -0.5f, 0, 0, -0.75f}, within(1e-6f));
        assertThat((double) slopes.loss()).isCloseTo(0.5 * 2 + 0.75 * 5, within(1e-5));
        assertThat(slopes.scores()).containsExactly(new float[10], within(1e-9f));
    }

    /**
     * The second of the first pair was chosen and is less likely by a nat: log(1 + e^2) with beta 2, slope sigmoid(2) = 0.8808 times beta. The
     * tie and the thumb are left out.
     */
    @Test
    void shouldWriteTheChosenAnswerRatherThanTheOtherWhenContrasting() {
        AuxiliaryRewardTerm term = AuxiliaryRewardTerms.CATALOG.create(
                "contrastive-term", new ObjectMapper().valueToTree(Map.of("coefficient", 0.5, "beta", 2)));
        Slopes slopes = evaluate(term, SCORES, LOG_PROBS);

        assertThat((double) slopes.loss()).isCloseTo(0.5 * Math.log1p(Math.exp(2)), within(1e-5));
        float slope = (float) (0.5 * 2 / (1 + Math.exp(-2)));
        assertThat(slopes.logProbs()).containsExactly(new float[] {slope, -slope, 0, 0, 0}, within(1e-5f));
        assertThat(slopes.scores()).containsExactly(new float[10], within(1e-9f));
    }

    /** A log-sigmoid of the summed log-prob would have next to no slope left for an answer as unlikely or as long as this one. */
    @Test
    void shouldTeachOfLikelyAndUnlikelyAnswersAlike() {
        float[] unlikely = {-1, -200, -3, -4, -0.01f};

        assertThat(evaluate(term("text-generation-term", 0.5), SCORES, unlikely).logProbs())
                .containsExactly(evaluate(term("text-generation-term", 0.5), SCORES, LOG_PROBS)
                        .logProbs());
    }
}
