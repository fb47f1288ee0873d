package io.thumbstream.learner.correct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** By hand at p = 0.5 and half of the "yes" within the window: l = 0.25, and 0.5 / 0.75 of the silent mean it. */
class ElapsedTimeTest {
    private final ElapsedTime correction = new ElapsedTime(new ElapsedTime.Settings(0.5));

    @Test
    void shouldWeighYesAndNoAsComputedByHand() {
        Target yes = correction.correct(Known.YES, Known.said(10), 0.5);
        Target no = correction.correct(Known.NO, Known.silence(60), 0.5);

        assertThat(yes.value()).isEqualTo(1);
        assertThat(yes.weight()).isCloseTo(1.25, within(1e-12));
        assertThat(no.value()).isZero();
        assertThat(no.weight()).isCloseTo(1.25 * 2 / 3, within(1e-12));
    }

    @Test
    void shouldSplitAGradedLabelIntoItsYesAndItsNo() {
        Target graded = correction.correct(Target.of(0.25, 2), Known.said(10), 0.5);
        double yes = 0.25 * 1.25;
        double no = 0.75 * 1.25 * 2 / 3;

        assertThat(graded.value()).isCloseTo(yes / (yes + no), within(1e-12));
        assertThat(graded.weight()).isCloseTo(2 * (yes + no), within(1e-12));
    }

    @Test
    void shouldChangeNothingWhenEveryYesComesInTime() {
        ElapsedTime patient = new ElapsedTime(new ElapsedTime.Settings(1));

        assertThat(patient.correct(Known.YES, Known.said(10), 0.3)).isEqualTo(Known.YES);
        assertThat(patient.correct(Known.NO, Known.silence(60), 0.3).weight()).isCloseTo(1, within(1e-12));
    }

    @Test
    void shouldRefuseAShareOutsideItsRange() {
        assertThatThrownBy(() -> new ElapsedTime.Settings(1.01))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.01");
    }
}
