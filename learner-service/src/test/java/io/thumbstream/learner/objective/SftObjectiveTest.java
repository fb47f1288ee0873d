package io.thumbstream.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two answers of two and one tokens in a step of four. */
class SftObjectiveTest {
    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private BatchArrays.Result evaluate(float first, float second) {
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
                zeros,
                new float[] {first, second},
                new float[] {1, 2},
                new PolicyBatch.Whole(4, 3));
        return batch.evaluate(manager, PolicyObjectives.CATALOG.create("sft-objective")::evaluate);
    }

    /** (1 (1 + 2) + 2 3) / 4, each token by weight over the tokens of the step. */
    @Test
    void shouldBeTheNegativeLogLikelihoodOfWhatIsApprovedOf() {
        BatchArrays.Result both = evaluate(1, 1);

        assertThat((double) both.loss()).isCloseTo(2.25, within(1e-6));
        assertThat(both.gradient()).containsExactly(new float[] {-0.25f, -0.25f, -0.5f, 0}, within(1e-6f));
    }

    @Test
    void shouldCountHalfAnApprovalHalfAndADisapprovalNotAtAll() {
        assertThat(evaluate(0.5f, 0).gradient()).containsExactly(new float[] {-0.125f, -0.125f, 0, 0}, within(1e-6f));
    }
}
