package io.thumbstream.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.thumbstream.learner.objective.PairwiseObjective.Settings;
import io.thumbstream.model.tensor.Grad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One pair by hand: log-ratios 0.6 and -0.4 of answers of two and one tokens. */
class PairwiseObjectiveTest {
    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private BatchArrays.Result evaluate(double rejectedScale, float... labels) {
        PairwiseObjective objective = new PairwiseObjective(new Settings(0.5, rejectedScale));
        return pair(labels).evaluate(manager, objective::evaluate);
    }

    private static BatchArrays pair(float... labels) {
        float[] zeros = new float[4];
        return new BatchArrays(
                2,
                2,
                new float[] {-1, -2, -3, -9},
                zeros,
                new float[] {1, 1, 1, 0},
                zeros,
                zeros,
                new float[] {-1.2f, -2.4f, -2.6f, -1},
                zeros,
                labels,
                new float[] {1, 1},
                new PolicyBatch.Whole(3, 2));
    }

    @Test
    void shouldBeTheLogisticLossOfTheScaledDifference() {
        // log(1 + e^-(0.5 (0.6 + 0.4))) and, with half of the rejected one, log(1 + e^-(0.5 (0.6 + 0.2)))
        assertThat((double) evaluate(1, 1, 0).loss()).isCloseTo(0.474077, within(1e-5));
        assertThat((double) evaluate(0.5, 1, 0).loss()).isCloseTo(0.513015, within(1e-5));
    }

    @Test
    void shouldPushTheRejectedAnswerDownByTheScaleOfWhatRaisesTheChosen() {
        // -0.5 sigmoid(-0.4) = -0.200656 on each token of the chosen answer
        assertThat(evaluate(0.5, 1, 0).gradient())
                .containsExactly(new float[] {-0.200656f, -0.200656f, 0.100328f, 0}, within(1e-5f));
    }

    @Test
    void shouldTakeWhicheverRowIsChosenAndTeachNothingWhenNeitherOrBothAre() {
        // log(1 + e^(0.5 (0.6 + 0.4)))
        assertThat((double) evaluate(1, 0, 1).loss()).isCloseTo(0.974077, within(1e-5));
        assertThat(evaluate(1, 1, 1).gradient()).containsOnly(0f);
        assertThat(evaluate(1, 0, 0).gradient()).containsOnly(0f);
    }

    @Test
    void shouldRefuseRowsThatAreNoPairs() {
        PairwiseObjective objective = new PairwiseObjective(new Settings(0.5, 1));

        assertThatThrownBy(() -> BatchArrays.random(1, 3, 2).evaluate(manager, objective::evaluate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 rows are no pairs");
    }
}
