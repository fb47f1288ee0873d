package io.thumbstream.learner.stabilize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.tensor.Grad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stabilizers do to a policy of two weights, by hand. */
class WeightStabilizersTest {
    private final ParamSet current = weights(0, 1);
    private final ParamSet start = weights(0, 1);
    private final PolicyWeights policy = new PolicyWeights(current, start);

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        policy.close();
        current.close();
        start.close();
    }

    private static ParamSet weights(float first, float second) {
        ParamSet set = new ParamSet(Device.cpu());
        set.add("w", new Shape(2), new float[] {first, second});
        return set;
    }

    /** A step that moved the weights to these. */
    private void step(Stabilizer stabilizer, float first, float second) {
        try (ParamSet moved = weights(first, second)) {
            current.copyFrom(moved);
        }
        policy.steps(policy.steps() + 1);
        stabilizer.afterStep(policy);
    }

    private static float[] values(ParamSet set) {
        return set.get("w").toFloatArray();
    }

    @Test
    void shouldGoBackToTheMeanAndThenTheMeanToTheStartWhenAPeriodIsOver() {
        Stabilizer reset = new ElasticReset(new ElasticReset.Settings(0.5, 2));
        step(reset, 2, 3);
        // average (0, 1) -> (1, 2)
        assertThat(values(current)).containsExactly(2, 3);
        step(reset, 4, 5);
        // average (2.5, 3.5): the policy takes it before it begins anew
        assertThat(values(current)).containsExactly(2.5f, 3.5f);
        assertThat(values(policy.kept("elastic-reset"))).containsExactly(0, 1);
        assertThat(values(start)).containsExactly(0, 1);
        step(reset, 2, 1);
        assertThat(values(current)).containsExactly(2, 1);
    }

    @Test
    void shouldTakeBackTheShareOfTheWayThatTheAverageStillHolds() {
        Stabilizer reset = new ElasticReset(new ElasticReset.Settings(0.9, 10));
        for (int i = 0; i < 10; i++) {
            step(reset, 1, 1);
        }
        // 1 - 0.9^10
        assertThat(values(current)[0]).isCloseTo(0.6513216f, within(1e-5f));
    }

    @Test
    void shouldRefuseAPeriodOverWhichTheAverageForgetsTheStart() {
        assertThatThrownBy(() -> new ElasticReset.Settings(0.9, 100))
                .hasMessageContaining("decay 0.9 over a period of 100 steps leaves 2.6")
                .hasMessageContaining("raise decay or shorten period");
    }

    /**
     * Caution 045: over a table of two answers, of which the second has reward 1, nothing beats the optimum that a penalty holds: for every
     * coefficient {@code c}, reward less {@code c} times the divergence is at most {@code c log(mean of e^(r / c))}. What resets gain, they gain
     * while training.
     */
    @Test
    void shouldStayBelowTheOptimumOfEveryPenaltyOverATable() {
        Stabilizer reset = new ElasticReset(new ElasticReset.Settings(0.9, 10));
        double[] coefficients = {0.05, 0.2, 1, 5};
        for (int i = 1; i <= 60; i++) {
            double second = 1 / (1 + Math.exp(values(current)[0] - values(current)[1]));
            // the start is not even: its logits are 0 and 1
            double first = 1 / (1 + Math.exp(-1));
            double divergence = second * Math.log(second / first) + (1 - second) * Math.log((1 - second) / (1 - first));
            for (double c : coefficients) {
                assertThat(second - c * divergence)
                        .as("step %d, coefficient %s", i, c)
                        .isLessThanOrEqualTo(c * Math.log(1 - first + first * Math.exp(1 / c)) + 1e-6);
            }
            double slope = second * (1 - second);
            step(reset, (float) (values(current)[0] - slope), (float) (values(current)[1] + slope));
        }
    }

    @Test
    void shouldPublishThePlainMeanOfTheStepsWhenUniform() {
        Stabilizer averaging = new WeightAveraging(new WeightAveraging.Settings(WeightAveraging.Mode.UNIFORM, 0));
        step(averaging, 1, 0);
        step(averaging, 2, 0);
        step(averaging, 6, 3);

        assertThat(values(averaging.published(policy).orElseThrow()))
                .containsExactly(new float[] {3, 1}, within(1e-5f));
        assertThat(values(current)).containsExactly(6, 3);
    }

    @Test
    void shouldPublishTheFadingMeanOfTheStepsWhenExponential() {
        Stabilizer averaging =
                new WeightAveraging(new WeightAveraging.Settings(WeightAveraging.Mode.EXPONENTIAL, 0.75));
        step(averaging, 4, 1);
        step(averaging, 8, 1);

        // 0.75 * (0.75 * 0 + 0.25 * 4) + 0.25 * 8
        assertThat(values(averaging.published(policy).orElseThrow()))
                .containsExactly(new float[] {2.75f, 1}, within(1e-5f));
    }

    @Test
    void shouldHoldNoMoreMemoryWhenStepsGoOn() {
        Stabilizer averaging =
                new WeightAveraging(new WeightAveraging.Settings(WeightAveraging.Mode.EXPONENTIAL, 0.75));
        step(averaging, 4, 1);
        ParamSet kept = policy.kept("weight-averaging");
        int before = kept.get("w").getManager().getManagedArrays().size();
        for (int i = 0; i < 5; i++) {
            step(averaging, i, 1);
        }

        assertThat(kept.get("w").getManager().getManagedArrays()).hasSize(before);
        assertThat(policy.kept()).containsOnlyKeys("weight-averaging");
    }
}
