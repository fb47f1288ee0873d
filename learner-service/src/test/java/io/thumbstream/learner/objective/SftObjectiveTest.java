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

    /** Three answers of one token, of 0.5, 0.3 and 0.2, liked by 0.2, 0.5 and 0.9: the share liked, 0.43, grows by {@code p (q - 0.43)} of each logit. */
    @Test
    void shouldBeThePolicyGradientOfTheShareOfApprovedAnswersWithoutABaseline() {
        float[] policy = {0.5f, 0.3f, 0.2f};
        float[] liked = {0.2f, 0.5f, 0.9f};
        float[] zeros = new float[3];
        float[] logs = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)};
        BatchArrays all = new BatchArrays(
                3,
                1,
                logs,
                zeros,
                new float[] {1, 1, 1},
                zeros,
                zeros,
                zeros,
                zeros,
                liked,
                policy,
                new PolicyBatch.Whole(1, 1));
        float[] slopes = all.evaluate(manager, PolicyObjectives.CATALOG.create("sft-objective")::evaluate)
                .gradient();
        double[] logits = new double[3];
        for (int answer = 0; answer < 3; answer++) {
            for (int k = 0; k < 3; k++) {
                logits[k] += slopes[answer] * ((k == answer ? 1 : 0) - policy[k]);
            }
        }

        assertThat(logits).containsExactly(new double[] {0.115, -0.021, -0.094}, within(1e-6));
    }

    @Test
    void shouldCountHalfAnApprovalHalfAndADisapprovalNotAtAll() {
        assertThat(evaluate(0.5f, 0).gradient()).containsExactly(new float[] {-0.125f, -0.125f, 0, 0}, within(1e-6f));
    }
}
