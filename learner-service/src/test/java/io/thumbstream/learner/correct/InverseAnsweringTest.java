package io.thumbstream.learner.correct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** By hand: one in fifty of the happy answers, and three in fifty of the unhappy. */
class InverseAnsweringTest {
    private final InverseAnswering correction = new InverseAnswering(new InverseAnswering.Settings(0.02, 0.06, 20));

    @Test
    void shouldLetTheQuietOpinionCountForMore() {
        assertThat(correction.correct(Known.YES, Known.said(5), 0.5).weight()).isCloseTo(3, within(1e-12));
        assertThat(correction.correct(Known.NO, Known.said(5), 0.5)).isEqualTo(Known.NO);
    }

    @Test
    void shouldCutTheRarestAndSaySo() {
        InverseAnswering lopsided = new InverseAnswering(new InverseAnswering.Settings(0.01, 1, 20));

        assertThat(lopsided.correct(Known.YES, Known.said(5), 0.5)).isEqualTo(new Target(1, 20, true));
        assertThat(lopsided.correct(Known.NO, Known.said(5), 0.5)).isEqualTo(Known.NO);
    }

    @Test
    void shouldRefuseWhatIsNoProbability() {
        assertThatThrownBy(() -> new InverseAnswering.Settings(0, 0.5, 20)).hasMessageContaining("approving is 0.0");
        assertThatThrownBy(() -> new InverseAnswering.Settings(0.5, 1.5, 20))
                .hasMessageContaining("disapproving is 1.5");
    }
}
