package io.thumbstream.gateway.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.runtime.metrics.MetricNames;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Meters of the gateway; labels have few values, and counters of accepted events begin at 0. Thread-safe. */
public final class GatewayMeters {
    private static final String OUTCOME = "outcome";
    private static final String ACCEPTED = "accepted";
    /** Most monitors, and most numbers beside them, that are shown: their names come from a topic. */
    private static final int MONITORS = 64;

    private final MeterRegistry registry;
    // meters that are used for every vote or request: the registry takes longer to find one than to count
    private final Map<String, Counter> feedback = new ConcurrentHashMap<>();
    private final Map<String, Timer> requests = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> drift = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> signals = new ConcurrentHashMap<>();

    /** Meters in a registry. */
    public GatewayMeters(MeterRegistry registry) {
        this.registry = registry;
        for (FeedbackEvent.Kind kind : FeedbackEvent.Kind.values()) {
            feedbackCounter(kind.name().toLowerCase(Locale.ROOT), ACCEPTED).increment(0);
        }
        exchangeCounter(ACCEPTED).increment(0);
        DeadLetters.announce(registry, "gateway", "undecodable", "empty");
    }

    void feedback(String kind, String outcome) {
        feedbackCounter(kind, outcome).increment();
    }

    void exchange(String outcome) {
        exchangeCounter(outcome).increment();
    }

    void request(String route, int status, Duration taken) {
        requests.computeIfAbsent(
                        status + " " + route,
                        name -> registry.timer(
                                MetricNames.GATEWAY_REQUEST, "route", route, "status", Integer.toString(status)))
                .record(taken);
    }

    /** Shows whether a drift monitor is in alarm, or a number that is only measured. */
    public void drift(Seen.Drift verdict) {
        Map<String, AtomicLong> shown = verdict.isNumber() ? signals : drift;
        if (shown.size() >= MONITORS && !shown.containsKey(verdict.monitor())) {
            return;
        }
        if (verdict.isNumber()) {
            signals.computeIfAbsent(verdict.monitor(), this::signalGauge).set(Double.doubleToLongBits(verdict.value()));
        } else {
            drift.computeIfAbsent(verdict.monitor(), this::driftGauge).set(verdict.drifting() ? 1 : 0);
        }
    }

    private AtomicLong signalGauge(String signal) {
        AtomicLong bits = new AtomicLong();
        Gauge.builder(MetricNames.DRIFT_SIGNAL, bits, value -> Double.longBitsToDouble(value.get()))
                .tag("signal", signal)
                .register(registry);
        return bits;
    }

    private AtomicLong driftGauge(String monitor) {
        AtomicLong alarm = new AtomicLong();
        Gauge.builder(MetricNames.DRIFT_ALARM, alarm, AtomicLong::doubleValue)
                .tag("monitor", monitor)
                .register(registry);
        return alarm;
    }

    private Counter feedbackCounter(String kind, String outcome) {
        return feedback.computeIfAbsent(
                kind + " " + outcome, name -> registry.counter(MetricNames.FEEDBACK, "kind", kind, OUTCOME, outcome));
    }

    private Counter exchangeCounter(String outcome) {
        return registry.counter(MetricNames.GATEWAY_EXCHANGES, OUTCOME, outcome);
    }
}
