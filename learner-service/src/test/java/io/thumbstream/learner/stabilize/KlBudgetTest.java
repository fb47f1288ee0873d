package io.thumbstream.learner.stabilize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.thumbstream.learner.objective.BatchArrays;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.model.tensor.Grad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two answers that have moved by 2.5 and 0.125 nat, in a step of four tokens, under a budget of 1 nat. */
class KlBudgetTest {
    private static final float[] NOW = {-1, -2, -3, -9};

    private final NDManager manager = NDManager.newBaseManager();
    private final Stabilizer budget = new KlBudget(new KlBudget.Settings(2, 1, 1, 1));

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static BatchArrays batch() {
        float[] zeros = new float[4];
        return new BatchArrays(
                2,
                2,
                NOW,
                zeros,
                new float[] {1, 1, 1, 0},
                zeros,
                zeros,
                new float[] {-2, -4, -3.5f, -1},
                zeros,
                new float[2],
                new float[2],
                new PolicyBatch.Whole(4, 0));
    }

    /** 2 (2.5 - 1) / 4, with slopes of 2 d / 4 on the tokens of the first answer: log-ratios of 1 and 2. */
    @Test
    void shouldChargeOnlyWhatIsBeyondTheBudget() {
        BatchArrays.Result result = batch().evaluate(manager, budget::penalty);

        assertThat((double) result.loss()).isCloseTo(0.75, within(1e-5));
        assertThat(result.gradient()).containsExactly(new float[] {0.5f, 1, 0, 0}, within(1e-5f));
    }

    @Test
    void shouldAgreeWithFiniteDifferencesBeyondTheBudgetAndWithin() {
        float[] gradient = batch().evaluate(manager, budget::penalty).gradient();
        float step = 1e-2f;
        for (int i = 0; i < 3; i++) {
            float[] above = NOW.clone();
            above[i] += step;
            float[] below = NOW.clone();
            below[i] -= step;
            double slope = (batch().withLogProbs(above)
                                    .evaluate(manager, budget::penalty)
                                    .loss()
                            - batch().withLogProbs(below)
                                    .evaluate(manager, budget::penalty)
                                    .loss())
                    / (2.0 * step);
            assertThat((double) gradient[i]).as("cell %d", i).isCloseTo(slope, within(1e-2));
        }
    }

    /** The peak of the curve is looked for, in steps of a thousandth, and is where the formula says. */
    @ParameterizedTest(name = "alpha {0}, beta {1}")
    @CsvSource({"1, 1, 1", "1, 0.4, 4.481689", "0.5, 0.4, 1.284025", "2, 1.6, 1.284025"})
    void shouldExpectMostTrueWorthWhereTheCurveIsHighest(double alpha, double beta, double peak) {
        double best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < 10_000; i++) {
            double x = i / 1000.0;
            double worth = x * (alpha - beta * Math.log(x));
            best = worth > most ? x : best;
            most = Math.max(most, worth);
        }

        assertThat(KlBudget.Settings.peak(alpha, beta))
                .isCloseTo(peak, within(1e-5))
                .isCloseTo(best, within(1e-3));
        assertThat(new KlBudget.Settings(1, alpha, beta, 0.5).budget()).isCloseTo(peak * peak / 4, within(1e-4));
    }

    @Test
    void shouldRefuseCurvesThatSayNothing() {
        assertThatThrownBy(() -> new KlBudget.Settings(1, 0, 1, 1)).hasMessageContaining("alpha is 0.0");
        assertThatThrownBy(() -> new KlBudget.Settings(1, 1, 0.01, 1)).hasMessageContaining("raise beta");
        assertThatThrownBy(() -> new KlBudget.Settings(-1, 1, 1, 1)).hasMessageContaining("coefficient is -1.0");
    }
}
