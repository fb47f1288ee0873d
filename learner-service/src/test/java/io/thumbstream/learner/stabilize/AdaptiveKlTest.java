package io.thumbstream.learner.stabilize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.objective.BatchArrays;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.stabilize.AdaptiveKl.Settings;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.tensor.Grad;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two tokens that are both half a nat from the reference: k2 is 0.125, k3 is e^-0.5 - 0.5 = 0.1065307. */
class AdaptiveKlTest {
    private static final double APART = 0.1065307;

    private final NDManager manager = NDManager.newBaseManager();
    private final ParamSet current = weights();
    private final ParamSet start = weights();
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
        manager.close();
    }

    private static ParamSet weights() {
        ParamSet set = new ParamSet(Device.cpu());
        set.add("w", new Shape(1), new float[] {1});
        return set;
    }

    private static BatchArrays apart(float by) {
        float[] zeros = new float[2];
        return new BatchArrays(
                1,
                2,
                new float[] {-1, -2},
                zeros,
                new float[] {1, 1},
                zeros,
                zeros,
                new float[] {-1 - by, -2 - by},
                zeros,
                new float[1],
                new float[1],
                new PolicyBatch.Whole(2, 0));
    }

    private BatchArrays.Result look(Stabilizer penalty, float by) {
        penalty.beginStep();
        return apart(by).evaluate(manager, penalty::penalty);
    }

    private void step(Stabilizer penalty, float by) {
        assertThat(look(penalty, by).loss()).isFinite();
        penalty.afterStep(policy);
    }

    private static double coefficient(Stabilizer penalty) {
        return penalty.state().getOrDefault("kl-coefficient", Double.NaN);
    }

    @Test
    void shouldWeighTheSquareOfTheLogRatioByTheCoefficientOfNow() {
        Stabilizer penalty = new AdaptiveKl(new Settings(2, 0.1, 0.1, 10));

        BatchArrays.Result result = look(penalty, 0.5f);
        assertThat((double) result.loss()).isCloseTo(0.25, within(1e-5));
        assertThat(result.gradient()).containsExactly(new float[] {0.5f, 0.5f}, within(1e-5f));

        penalty.restore(Map.of("kl-coefficient", 4.0));
        assertThat((double) look(penalty, 0.5f).loss()).isCloseTo(0.5, within(1e-5));
    }

    /** The miss is 0.1065307 / target - 1, cut at a fifth; a tenth of it counts. */
    @ParameterizedTest(name = "target {0}")
    @CsvSource({"0.1, 0.0653070", "0.1065307, 0", "0.12, -0.1122442", "0.01, 0.2", "2, -0.2"})
    void shouldFollowItsTarget(double target, double miss) {
        Stabilizer penalty = new AdaptiveKl(new Settings(2, target, 0.1, 10));
        step(penalty, 0.5f);

        assertThat(coefficient(penalty)).isCloseTo(2 * (1 + 0.1 * miss), within(1e-5));
    }

    @Test
    void shouldStayWithinItsRange() {
        Stabilizer rising = new AdaptiveKl(new Settings(2, 0.01, 1, 1.5));
        Stabilizer falling = new AdaptiveKl(new Settings(2, 1, 1, 1.5));
        for (int i = 0; i < 5; i++) {
            step(rising, 0.5f);
            step(falling, 0.5f);
        }

        assertThat(coefficient(rising)).isEqualTo(3);
        assertThat(coefficient(falling)).isCloseTo(2 / 1.5, within(1e-12));
    }

    @Test
    void shouldAddUpThePassesOfAStepAndForgetThoseOfASkippedOne() {
        Stabilizer whole = new AdaptiveKl(new Settings(2, 0.1, 0.1, 10));
        Stabilizer skipping = new AdaptiveKl(new Settings(2, 0.1, 0.1, 10));
        step(whole, 0.5f);
        assertThat(look(skipping, 3).loss()).isPositive();
        step(skipping, 0.5f);

        assertThat(skipping.state()).isEqualTo(whole.state());
    }

    /** A policy that moves further the lower the weight is, by half a nat over the weight: it ends where the divergence is the target. */
    @Test
    void shouldFindTheWeightThatHoldsThePolicyAtItsTarget() {
        Stabilizer penalty = new AdaptiveKl(new Settings(0.1, APART, 0.1, 100));
        for (int i = 0; i < 400; i++) {
            step(penalty, (float) (0.5 / coefficient(penalty)));
        }

        assertThat(coefficient(penalty)).isCloseTo(1, within(0.01));
    }

    @Test
    void shouldRefuseSettingsThatCannotHoldATarget() {
        assertThatThrownBy(() -> new Settings(0, 1, 0.1, 2)).hasMessageContaining("coefficient is 0.0");
        assertThatThrownBy(() -> new Settings(1, 0, 0.1, 2)).hasMessageContaining("target 0.0");
        assertThatThrownBy(() -> new Settings(1, 1, 2, 2)).hasMessageContaining("gain is 2.0");
        assertThatThrownBy(() -> new Settings(1, 1, 0.1, 0.5)).hasMessageContaining("range 0.5");
    }
}
