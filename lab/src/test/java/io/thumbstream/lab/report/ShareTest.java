package io.thumbstream.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShareTest {
    @Test
    void shouldGiveWilsonsInterval() {
        // 8 of 10, z^2 = 3.841459: middle (0.8 + 0.19207) / 1.384146, half 1.959964 sqrt(0.016 + 0.00960365) / 1.384146
        Interval share = Interval.share(8, 10);

        assertThat(share.mean()).isEqualTo(0.8);
        assertThat(share.count()).isEqualTo(10);
        assertThat(share.low()).isCloseTo(0.490162, within(1e-5));
        assertThat(share.high()).isCloseTo(0.943318, within(1e-5));
    }

    @Test
    void shouldStayInsideAndNotBeEmptyAtTheEnds() {
        // at p = 1 the lower end is n / (n + z^2)
        assertThat(Interval.share(10, 10).low()).isCloseTo(10 / (10 + 3.841459), within(1e-6));
        assertThat(Interval.share(10, 10).high()).isCloseTo(1, within(1e-12)).isLessThanOrEqualTo(1);
        assertThat(Interval.share(0, 10).low()).isCloseTo(0, within(1e-12)).isNotNegative();
        assertThat(Interval.share(0, 10).high()).isCloseTo(3.841459 / (10 + 3.841459), within(1e-6));
    }

    @Test
    void shouldRefuseWhatIsNoShare() {
        assertThatThrownBy(() -> Interval.share(0, 0)).hasMessageContaining("no share");
        assertThatThrownBy(() -> Interval.share(3, 2)).hasMessageContaining("3.0 of 2");
        assertThatThrownBy(() -> Interval.share(Double.NaN, 2)).hasMessageContaining("NaN");
    }
}
