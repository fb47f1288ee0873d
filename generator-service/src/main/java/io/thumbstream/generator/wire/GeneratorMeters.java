package io.thumbstream.generator.wire;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.thumbstream.model.sample.Finish;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.schemas.Topics;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The generator's metrics; all are there from the start, because a counter that begins with its first event hides it.
 * Thread-safe.
 */
public final class GeneratorMeters {
    private static final String ERROR = "error";

    private final MeterRegistry registry;
    private final Counter tokens;
    private final Counter shed;
    private final DistributionSummary lag;
    private final Counter erased;
    private final Counter referenced;
    private final Counter notReferenced;
    private final Timer loads;
    private final Counter loadFailures;

    public GeneratorMeters(MeterRegistry registry) {
        this.registry = registry;
        this.tokens = registry.counter(MetricNames.ROLLOUT_TOKENS);
        this.shed = registry.counter(MetricNames.ROLLOUTS_SHED, "reason", "backlog");
        this.lag = registry.summary(MetricNames.POLICY_LAG, "stage", "sampling");
        this.erased = registry.counter(MetricNames.RECORDS_ERASED, "topic", Topics.PROMPTS.name());
        this.referenced = registry.counter(MetricNames.REFERENCE_ANSWERS, "outcome", "computed");
        this.notReferenced = registry.counter(MetricNames.REFERENCE_ANSWERS, "outcome", "failed");
        this.loads = registry.timer(MetricNames.POLICY_LOAD);
        this.loadFailures = registry.counter(MetricNames.POLICY_LOAD_FAILURES);
        for (Priority lane : Priority.values()) {
            for (Finish finish : Finish.values()) {
                rollouts(lane, label(finish)).increment(0);
            }
            rollouts(lane, ERROR).increment(0);
            Timer unused = durations(lane);
        }
        DeadLetters.announce(registry, "generator", "undecodable", "empty", "unanswerable", "refused");
    }

    /**
     * An answer was finished after {@code taken}.
     *
     * @param versionLag versions behind the newest at its first token; empty when an old version was wanted
     */
    void answered(Sample sample, Priority lane, Duration taken, OptionalLong versionLag) {
        rollouts(lane, label(sample.finish())).increment();
        durations(lane).record(taken);
        tokens.increment(sample.length());
        versionLag.ifPresent(behind -> lag.record(Math.max(0, behind)));
    }

    void failed(Priority lane) {
        rollouts(lane, ERROR).increment();
    }

    /** A prompt of a person who was erased was passed over. */
    void erased() {
        erased.increment();
    }

    /** The records of so many answers say how likely they are under the reference policy. */
    void referenced(int answers) {
        referenced.increment(answers);
    }

    /** Those of so many should and do not. */
    void notReferenced(int answers) {
        notReferenced.increment(answers);
    }

    void shed(int answers) {
        shed.increment(answers);
    }

    /** A policy was loaded in {@code taken}. */
    void loaded(Duration taken) {
        loads.record(taken);
    }

    void loadFailed() {
        loadFailures.increment();
    }

    /** Shows a number that is asked for at each scrape. */
    public void gauge(String name, Supplier<Number> value, String... tags) {
        Gauge.builder(name, value).strongReference(true).tags(tags).register(registry);
    }

    private Counter rollouts(Priority lane, String outcome) {
        return registry.counter(MetricNames.ROLLOUTS, "lane", label(lane), "outcome", outcome);
    }

    private Timer durations(Priority lane) {
        return registry.timer(MetricNames.ROLLOUT_DURATION, "lane", label(lane));
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
