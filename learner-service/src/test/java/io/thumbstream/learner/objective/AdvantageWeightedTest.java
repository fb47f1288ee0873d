package io.thumbstream.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two answers of two and one tokens in a step of four, one better and one worse than expected. */
class AdvantageWeightedTest {
    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private BatchArrays.Result evaluate(AdvantageWeighted.Settings settings) {
        float[] zeros = new float[4];
        BatchArrays batch = new BatchArrays(
                2,
                2,
                new float[] {-1, -2, -3, -9},
                zeros,
                new float[] {1, 1, 1, 0},
                zeros,
                zeros,
                zeros,
                new float[] {1, 1, -2, 50},
                new float[2],
                new float[2],
                new PolicyBatch.Whole(4, 0));
        return batch.evaluate(manager, new AdvantageWeighted(settings)::evaluate);
    }

    /** Weights e^0.5 = 1.6487213 and e^-1 = 0.3678794: (1.6487213 3 + 0.3678794 3) / 4. */
    @Test
    void shouldWeighAnswersByTheExponentialOfTheirAdvantage() {
        BatchArrays.Result result = evaluate(new AdvantageWeighted.Settings(2, 3, false));

        assertThat((double) result.loss()).isCloseTo(1.5124505, within(1e-5));
        assertThat(result.gradient())
                .containsExactly(new float[] {-0.4121803f, -0.4121803f, -0.0919699f, 0}, within(1e-5f));
    }

    /** The same weights less 1: (0.6487213 3 - 0.6321206 3) / 4. */
    @Test
    void shouldMakeLessLikelyWhatWasWorseThanExpectedWhenItHasABaseline() {
        BatchArrays.Result result = evaluate(new AdvantageWeighted.Settings(2, 3, true));

        assertThat((double) result.loss()).isCloseTo(0.0124505, within(1e-5));
        assertThat(result.gradient())
                .containsExactly(new float[] {-0.1621803f, -0.1621803f, 0.1580301f, 0}, within(1e-5f));
    }

    /** Advantage 1 at temperature 0.01 would weigh e^100; the cap makes it e^2 = 7.3890561. */
    @Test
    void shouldCapTheExponent() {
        assertThat(evaluate(new AdvantageWeighted.Settings(0.01, 2, false)).gradient())
                .containsExactly(new float[] {-1.8472640f, -1.8472640f, 0, 0}, within(1e-5f));
    }

    /** Answers 0, 0, 1 and 2 of a policy that gives them 1/2, 1/4 and 1/4: as often as it samples them, so the baseline changes nothing. */
    @Test
    void shouldHaveTheSameMeanGradientWithAndWithoutBaselineOnThePolicysOwnAnswers() {
        double[] with = overLogits(true);
        double[] without = overLogits(false);

        assertThat(with).containsExactly(without, within(1e-6));
        assertThat(Math.abs(with[2])).as("a gradient that is not zero").isGreaterThan(0.1);
    }

    private double[] overLogits(boolean baseline) {
        int[] answers = {0, 0, 1, 2};
        double[] policy = {0.5, 0.25, 0.25};
        float[] gain = {-0.5f, 0.2f, 1};
        float[] zeros = new float[4];
        float[] logProbs = new float[4];
        float[] advantages = new float[4];
        for (int row = 0; row < 4; row++) {
            logProbs[row] = (float) Math.log(policy[answers[row]]);
            advantages[row] = gain[answers[row]];
        }
        BatchArrays batch = new BatchArrays(
                4,
                1,
                logProbs,
                zeros,
                new float[] {1, 1, 1, 1},
                logProbs,
                logProbs,
                zeros,
                advantages,
                zeros,
                zeros,
                new PolicyBatch.Whole(4, 0));
        AdvantageWeighted objective = new AdvantageWeighted(new AdvantageWeighted.Settings(1, 3, baseline));
        float[] slopes = batch.evaluate(manager, objective::evaluate).gradient();
        double[] logits = new double[3];
        for (int row = 0; row < 4; row++) {
            for (int k = 0; k < 3; k++) {
                logits[k] += slopes[row] * ((k == answers[row] ? 1 : 0) - policy[k]);
            }
        }
        return logits;
    }

    @Test
    void shouldRefuseWeightsWithoutBound() {
        assertThatThrownBy(() -> new AdvantageWeighted.Settings(0, 3, true)).hasMessageContaining("temperature is 0.0");
        assertThatThrownBy(() -> new AdvantageWeighted.Settings(1, 21, true)).hasMessageContaining("cap is 21.0");
    }
}
