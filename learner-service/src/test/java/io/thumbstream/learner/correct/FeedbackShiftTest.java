package io.thumbstream.learner.correct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FeedbackShiftTest {
    private static final Duration WINDOW = Duration.ofSeconds(60);

    private final FeedbackShift correction = new FeedbackShift(new FeedbackShift.Settings(WINDOW, 0.5, 20));

    @Test
    void shouldWeighYesAndNoAsComputedByHand() {
        assertThat(correction.correct(Known.YES, Known.said(60), 0.5)).isEqualTo(Target.of(1, 2));
        assertThat(correction.correct(Known.NO, Known.silence(60), 0.5).weight())
                .isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void shouldLeaveOutWhatComesAfterTheWindow() {
        assertThat(correction.correct(Known.YES, Known.said(60.001), 0.5).weight())
                .isZero();
        assertThat(correction.correct(Known.NO, Known.silence(75), 0.5).weight())
                .as("silence whose close was put off")
                .isPositive();
    }

    @Test
    void shouldCutHeavyLabelsAndSaySo() {
        FeedbackShift impatient = new FeedbackShift(new FeedbackShift.Settings(WINDOW, 0.01, 20));

        assertThat(impatient.correct(Known.YES, Known.said(1), 0.5)).isEqualTo(new Target(1, 20, true));
        assertThat(impatient.correct(Known.NO, Known.silence(60), 0.5).clipped())
                .isFalse();
    }

    @Test
    void shouldRefuseWhatIsNoShareAndNoTime() {
        assertThatThrownBy(() -> new FeedbackShift.Settings(WINDOW, 0, 20)).hasMessageContaining("arrived is 0.0");
        assertThatThrownBy(() -> new FeedbackShift.Settings(Duration.ZERO, 1, 20))
                .hasMessageContaining("window");
        assertThatThrownBy(() -> new FeedbackShift.Settings(WINDOW, 1, 0.5)).hasMessageContaining("largest is 0.5");
    }
}
