package io.thumbstream.learner.correct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FakeNegativeCalibrationTest {
    private static final double STEP = 1e-6;

    private final FakeNegativeCalibration correction = new FakeNegativeCalibration();

    @Test
    void shouldWeighYesAndNoAsComputedByHand() {
        assertThat(correction.correct(Known.YES, Known.said(90), 0.25).weight()).isCloseTo(0.8, within(1e-12));
        assertThat(correction.correct(Known.NO, Known.silence(0), 0.25).weight())
                .isCloseTo(0.6, within(1e-12));
    }

    @Test
    void shouldHaveTheGradientOfTheLikelihoodOfTheStream() {
        for (double p : new double[] {0.05, 0.4, 0.8}) {
            double yes = correction.correct(Known.YES, Known.said(90), p).weight();
            double no = correction.correct(Known.NO, Known.silence(0), p).weight();

            assertThat(-yes / p).isCloseTo(slope(p, 1), within(1e-4));
            assertThat(no / (1 - p)).isCloseTo(slope(p, 0), within(1e-4));
        }
    }

    /** Slope by p of the negative log-likelihood of a label when b = p / (1 + p) of the stream say "yes". */
    private static double slope(double p, double label) {
        return (loss(p + STEP, label) - loss(p - STEP, label)) / (2 * STEP);
    }

    private static double loss(double p, double label) {
        double b = p / (1 + p);
        return -(label * Math.log(b) + (1 - label) * Math.log(1 - b));
    }
}
