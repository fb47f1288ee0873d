package io.thumbstream.generator.wire;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.schemas.Topics;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** The generator's metrics. Thread-safe. */
public final class GeneratorMeters {
    private final MeterRegistry registry;
    private final Counter tokens;
    private final Counter shed;
    private final DistributionSummary lag;

    public GeneratorMeters(MeterRegistry registry) {
        this.registry = registry;
        this.tokens = registry.counter(MetricNames.ROLLOUT_TOKENS);
        this.shed = registry.counter(MetricNames.ROLLOUTS_SHED, "reason", "backlog");
        this.lag = registry.summary(MetricNames.POLICY_LAG, "stage", "sampling");
    }

    /** An answer was finished after {@code taken}, {@code versionLag} versions behind the newest at its first token. */
    void answered(Sample sample, Priority lane, Duration taken, long versionLag) {
        registry.counter(MetricNames.ROLLOUTS, "lane", label(lane), "outcome", label(sample.finish()))
                .increment();
        registry.timer(MetricNames.ROLLOUT_DURATION, "lane", label(lane)).record(taken);
        tokens.increment(sample.length());
        lag.record(Math.max(0, versionLag));
    }

    void failed(Priority lane) {
        registry.counter(MetricNames.ROLLOUTS, "lane", label(lane), "outcome", "error")
                .increment();
    }

    /** A prompt of a person who was erased was passed over. */
    void erased() {
        registry.counter(MetricNames.RECORDS_ERASED, "topic", Topics.PROMPTS.name())
                .increment();
    }

    void shed(int answers) {
        shed.increment(answers);
    }

    /** A policy was loaded in {@code taken}. */
    void loaded(Duration taken) {
        Timer.builder(MetricNames.POLICY_LOAD).register(registry).record(taken);
    }

    void loadFailed() {
        registry.counter(MetricNames.POLICY_LOAD_FAILURES).increment();
    }

    /** Shows a number that is asked for at each scrape. */
    public void gauge(String name, Supplier<Number> value, String... tags) {
        Gauge.builder(name, value).strongReference(true).tags(tags).register(registry);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
