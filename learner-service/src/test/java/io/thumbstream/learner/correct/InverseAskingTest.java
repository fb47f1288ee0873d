package io.thumbstream.learner.correct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InverseAskingTest {
    private final InverseAsking correction = new InverseAsking(new InverseAsking.Settings(20));

    @Test
    void shouldWeighByHowSeldomWasAsked() {
        assertThat(correction.correct(Known.NO, Known.asked(0.25), 0.9)).isEqualTo(Target.of(0, 4));
        assertThat(correction.correct(Target.of(0.7, 2), Known.asked(0.05), 0.1))
                .isEqualTo(Target.of(0.7, 40));
        assertThat(correction.correct(Known.YES, Known.asked(1), 0.1)).isEqualTo(Known.YES);
    }

    @Test
    void shouldCutTheRarestAndSaySo() {
        assertThat(correction.correct(Known.YES, Known.asked(0.001), 0.5)).isEqualTo(new Target(1, 20, true));
    }

    @Test
    void shouldRefuseABoundBelowOne() {
        assertThatThrownBy(() -> new InverseAsking.Settings(0.9)).hasMessageContaining("largest is 0.9");
    }
}
