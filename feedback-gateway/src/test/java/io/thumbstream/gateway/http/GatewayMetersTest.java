package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.gateway.view.Seen;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GatewayMetersTest {
    @Test
    void shouldShowNumbersWithoutThresholdAsMetricsOfTheirOwn() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        GatewayMeters meters = new GatewayMeters(registry);

        meters.drift(new Seen.Drift("equal-groups", 0.25, 0, false, Instant.EPOCH));
        meters.drift(new Seen.Drift("equal-groups", 0.5, 0, false, Instant.EPOCH));

        assertThat(registry.get("thumbstream.drift.signal")
                        .tag("signal", "equal-groups")
                        .gauge()
                        .value())
                .isEqualTo(0.5);
        assertThat(registry.find("thumbstream.drift.alarm").gauge()).isNull();
    }
}
