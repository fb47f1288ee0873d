package io.thumbstream.learner.correct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FakeNegativeWeightedTest {
    private final FakeNegativeWeighted correction = new FakeNegativeWeighted();

    @Test
    void shouldWeighYesAndNoAsComputedByHand() {
        assertThat(correction.correct(Known.YES, Known.said(90), 0.2).weight()).isCloseTo(1.2, within(1e-12));
        assertThat(correction.correct(Known.NO, Known.silence(0), 0.2).weight()).isCloseTo(0.96, within(1e-12));
    }

    @Test
    void shouldBeElapsedTimeOfAWindowInWhichNobodyAnswers() {
        ElapsedTime impatient = new ElapsedTime(new ElapsedTime.Settings(0));

        for (double estimate : new double[] {0.01, 0.3, 0.9}) {
            assertThat(correction.correct(Known.YES, Known.said(90), estimate))
                    .isEqualTo(impatient.correct(Known.YES, Known.said(90), estimate));
            assertThat(correction.correct(Known.NO, Known.silence(0), estimate).weight())
                    .isCloseTo(
                            impatient
                                    .correct(Known.NO, Known.silence(0), estimate)
                                    .weight(),
                            within(1e-12));
        }
    }
}
