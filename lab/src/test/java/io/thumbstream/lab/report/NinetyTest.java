package io.thumbstream.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NinetyTest {
    @Test
    void shouldBeNarrowerThanNinetyFivePercent() {
        // mean 2, deviation 1, three values: t is 4.303 and 2.920
        assertThat(Interval.of(1, 2, 3).high()).isEqualTo(2 + 4.303 / Math.sqrt(3), within(1e-9));
        assertThat(Interval.ninety(1, 2, 3).high()).isEqualTo(2 + 2.920 / Math.sqrt(3), within(1e-9));
        assertThat(Interval.ninety(1, 2, 3).low()).isEqualTo(2 - 2.920 / Math.sqrt(3), within(1e-9));
    }
}
