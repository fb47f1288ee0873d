package io.thumbstream.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
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
        registry.counter("thumbstream.feedback", "kind", kind, OUTCOME, outcome).increment();
    }

    void exchange(String outcome) {
        registry.counter("thumbstream.gateway.exchanges", OUTCOME, outcome).increment();
    }

    void request(String route, int status, Duration taken) {
        registry.timer("thumbstream.gateway.request", "route", route, "status", Integer.toString(status))
                .record(taken);
    }
}
