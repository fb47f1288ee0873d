package io.thumbstream.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Caution 067 (F): a policy that is punished for take-overs becomes right however badly the person corrects, one that imitates the corrections
 * becomes as right as they are. Nothing is drawn: there are five clicks of which the first is right, half of the time at first; a person takes
 * over from 95 % of wrong clicks and from 5 % of right ones, and every click counts by how likely it is.
 */
class TakeOverTest {
    private static final int CLICKS = 5;
    private static final int UPDATES = 250;
    private static final double RATE = 4;
    private static final double FROM_RIGHT = 0.05;
    private static final double FROM_WRONG = 0.95;

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** What a click earns hangs on whether it was taken over from and not on what the person clicked instead. */
    @Test
    void shouldBecomeRightWhenTakeOversArePunished() {
        double[] logits = first();
        for (int update = 0; update < UPDATES; update++) {
            double[] policy = softmax(logits);
            double mean = 0;
            for (int click = 0; click < CLICKS; click++) {
                mean += policy[click] * (1 - takenOver(click));
            }
            float[] advantages = new float[CLICKS];
            for (int click = 0; click < CLICKS; click++) {
                advantages[click] = (float) (policy[click] * (1 - takenOver(click) - mean));
            }
            step(logits, "reinforce", policy, advantages, new float[CLICKS]);
        }

        assertThat(softmax(logits)[0]).as("share of right clicks").isGreaterThan(0.97);
    }

    @ParameterizedTest(name = "a person who corrects rightly in {0}")
    @ValueSource(doubles = {1, 0.6, 0.2})
    void shouldBecomeAsRightAsThePersonWhenCorrectionsAreImitated(double right) {
        double[] logits = first();
        for (int update = 0; update < UPDATES; update++) {
            double[] policy = softmax(logits);
            double corrections = policy[0] * FROM_RIGHT + (1 - policy[0]) * FROM_WRONG;
            float[] weights = new float[CLICKS];
            for (int click = 0; click < CLICKS; click++) {
                weights[click] = (float) (corrections * (click == 0 ? right : (1 - right) / (CLICKS - 1)));
            }
            step(logits, "sft-objective", policy, new float[CLICKS], weights);
        }

        assertThat(softmax(logits)[0]).as("share of right clicks").isCloseTo(right, within(0.03));
    }

    private static double[] first() {
        return new double[] {Math.log(CLICKS - 1), 0, 0, 0, 0};
    }

    private static double takenOver(int click) {
        return click == 0 ? FROM_RIGHT : FROM_WRONG;
    }

    /** Each click is an answer of one token in a step of one token. */
    private void step(double[] logits, String objective, double[] policy, float[] advantages, float[] weights) {
        float[] zeros = new float[CLICKS];
        float[] ones = new float[CLICKS];
        float[] logs = new float[CLICKS];
        Arrays.fill(ones, 1);
        for (int click = 0; click < CLICKS; click++) {
            logs[click] = (float) Math.log(policy[click]);
        }
        BatchArrays clicks = new BatchArrays(
                CLICKS,
                1,
                logs,
                zeros,
                ones,
                logs,
                logs,
                zeros,
                advantages,
                ones,
                weights,
                new PolicyBatch.Whole(1, 1));
        float[] slopes = clicks.evaluate(manager, PolicyObjectives.CATALOG.create(objective)::evaluate)
                .gradient();
        for (int click = 0; click < CLICKS; click++) {
            for (int k = 0; k < CLICKS; k++) {
                logits[k] -= RATE * slopes[click] * ((k == click ? 1 : 0) - policy[k]);
            }
        }
    }

    private static double[] softmax(double[] logits) {
        double[] weights = Arrays.stream(logits).map(Math::exp).toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
