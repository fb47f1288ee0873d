package io.thumbstream.learner.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final TrustSettings.Burst STRICT = new TrustSettings.Burst(60, 1e-6, 1, 3);

    @Test
    void shouldLetPassWhatChernoffsBoundHoldsPossible() {
        assertThat(Pace.allowed(STRICT, 0, 1))
                .as("10 ln 10 - 9 = 14.03, 9 ln 9 - 8 = 11.78, ln 1e6 = 13.82")
                .isEqualTo(10);
    }

    @Test
    void shouldGrantAFastPersonTheOwnPaceUpToThreeTimesTheCrowds() {
        assertThat(Pace.allowed(STRICT, 5, 1))
                .as("17 ln(17/3) - 14 = 15.49, 16 ln(16/3) - 13 = 13.78")
                .isEqualTo(17)
                .isEqualTo(Pace.allowed(STRICT, 500, 1));
    }

    @Test
    void shouldNeverCutBelowTheFreeVotes() {
        assertThat(Pace.allowed(new TrustSettings.Burst(60, 1e-6, 20, 3), 1, 1)).isEqualTo(20);
    }

    @Test
    void shouldTakeTheMiddleSoThatFewCannotMoveTheCrowd() {
        assertThat(Pace.median(new double[] {1, 1000, 2, 3, 900})).isEqualTo(3);
        assertThat(Pace.median(new double[] {2, 1})).isEqualTo(1);
        assertThat(Pace.median(new double[0])).isZero();
    }
}
