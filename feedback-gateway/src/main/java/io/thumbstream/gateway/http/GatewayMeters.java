package io.thumbstream.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.thumbstream.runtime.metrics.MetricNames;
import java.time.Duration;

/** Counters and timers of the gateway; every label has few values. */
public final class GatewayMeters {
    private static final String OUTCOME = "outcome";

    private final MeterRegistry registry;

    /** Meters in a registry. */
    public GatewayMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void feedback(String kind, String outcome) {
        registry.counter(MetricNames.FEEDBACK, "kind", kind, OUTCOME, outcome).increment();
    }

    void exchange(String outcome) {
        registry.counter(MetricNames.GATEWAY_EXCHANGES, OUTCOME, outcome).increment();
    }

    void request(String route, int status, Duration taken) {
        registry.timer(MetricNames.GATEWAY_REQUEST, "route", route, "status", Integer.toString(status))
                .record(taken);
    }
}
