package io.thumbstream.learner.correct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DelayModelTest {
    private static final double STEP = 1e-6;
    private static final double MEAN = 60;

    private final DelayModel correction =
            new DelayModel(new DelayModel.Settings(Duration.ofSeconds(120), Duration.ofSeconds((long) MEAN)));

    @Test
    void shouldReadSilenceAsComputedByHand() {
        double age = MEAN * Math.log(2); // half of the "yes" are still to come
        Target silence = correction.correct(Known.NO, Known.silence(age), 0.5);

        assertThat(silence.value()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(silence.weight()).isEqualTo(1);
    }

    @Test
    void shouldHaveTheGradientOfNotYet() {
        double age = 45;
        for (double p : new double[] {0.05, 0.4, 0.8}) {
            double value = correction.correct(Known.NO, Known.silence(age), p).value();

            assertThat((1 - value) / (1 - p) - value / p).isCloseTo(slope(p, age), within(1e-4));
        }
    }

    @Test
    void shouldLeaveAYesAsItIsUntilSilenceHasSpokenForIt() {
        assertThat(correction.correct(Known.YES, Known.said(120), 0.4)).isEqualTo(Known.YES);
        assertThat(correction.correct(Known.YES, Known.said(121), 0.4).weight()).isZero();
    }

    @Test
    void shouldRefuseADelayOfNothing() {
        assertThatThrownBy(() -> new DelayModel.Settings(Duration.ofSeconds(1), Duration.ZERO))
                .hasMessageContaining("mean-delay");
    }

    /** Slope by p of the negative log-likelihood of "not yet" at an age. */
    private static double slope(double p, double age) {
        return (loss(p + STEP, age) - loss(p - STEP, age)) / (2 * STEP);
    }

    private static double loss(double p, double age) {
        return -Math.log(1 - p + p * Math.exp(-age / MEAN));
    }
}
