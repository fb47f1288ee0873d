package io.thumbstream.launcher.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final long MILLI = 1_000_000;

    @Test
    void shouldGiveExactQuantilesWhateverTheOrder() {
        Latencies latencies = new Latencies();
        for (long i = 2_000; i > 0; i--) {
            latencies.add(i * MILLI);
        }
        assertThat(latencies.count()).isEqualTo(2_000);
        assertThat(latencies.quantileMillis(0.5)).isEqualTo(1_000);
        assertThat(latencies.quantileMillis(0.99)).isEqualTo(1_980);
        assertThat(latencies.quantileMillis(1)).isEqualTo(2_000);
        assertThat(latencies.quantileMillis(1e-9)).isEqualTo(1);
    }

    @Test
    void shouldTakeInOthersAndSayNothingOfNone() {
        Latencies one = new Latencies();
        one.add(3 * MILLI);
        Latencies other = new Latencies();
        other.add(MILLI);
        other.addAll(one);
        assertThat(other.quantileMillis(1)).isEqualTo(3);
        assertThat(new Latencies().quantileMillis(0.5)).isNaN();
    }
}
