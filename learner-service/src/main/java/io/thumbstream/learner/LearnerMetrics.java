package io.thumbstream.learner;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.thumbstream.learner.engine.EngineListener;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.PublishedVersion;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.runtime.metrics.MetricNames;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one learner does, as metrics; every diagnostic of a step becomes a gauge. Counters are there from the start. */
final class LearnerMetrics implements EngineListener {
    private static final String LEARNER = "learner";
    private static final String NON_FINITE = "non_finite";
    private static final String DIFFERENCE = "log-prob-difference";
    private static final Logger LOG = LoggerFactory.getLogger(LearnerMetrics.class);
    /** Measures that count, by the source that they count. */
    private static final Map<String, String> SOURCES =
            Map.of("reference-recorded", "record", "reference-recomputed", "learner");

    private static final Map<String, String> NAMES = Map.of(
            "loss",
            MetricNames.LOSS,
            "grad-norm",
            MetricNames.GRADIENT_NORM,
            "kl-to-reference",
            MetricNames.KL_TO_REFERENCE,
            "kl-sample-train",
            MetricNames.KL_SAMPLE_TRAIN,
            "clip-ratio",
            MetricNames.CLIP_RATIO,
            "entropy",
            MetricNames.ENTROPY,
            DIFFERENCE,
            MetricNames.LOG_PROB_DIFFERENCE);

    private final MeterRegistry meters;
    private final String learner;
    private final String versionMetric;
    private final Map<String, AtomicLong> gauges = new ConcurrentHashMap<>();
    private final Timer steps;
    private final Timer checkpoints;
    private final Timer publications;
    private final Counter tokens;
    private final DistributionSummary lag;
    private double threshold = Double.POSITIVE_INFINITY;
    private boolean alarmed;

    /**
     * @param learner {@code policy} or {@code reward}
     * @param versionMetric gauge of the newest published version
     */
    LearnerMetrics(MeterRegistry meters, String learner, String versionMetric) {
        this.meters = meters;
        this.learner = learner;
        this.steps =
                Timer.builder(MetricNames.LEARNER_STEP).tag(LEARNER, learner).register(meters);
        this.checkpoints =
                Timer.builder(MetricNames.CHECKPOINT).tag(LEARNER, learner).register(meters);
        this.publications =
                Timer.builder(MetricNames.PUBLISH).tag(LEARNER, learner).register(meters);
        this.tokens = Counter.builder(MetricNames.LEARNER_TOKENS)
                .tag(LEARNER, learner)
                .register(meters);
        this.lag = DistributionSummary.builder(MetricNames.POLICY_LAG)
                .tag(LEARNER, learner)
                .register(meters);
        this.versionMetric = versionMetric;
        skips(NON_FINITE).increment(0);
        DeadLetters.announce(meters, "learner", "undecodable", "empty", "contradictory");
        announce(versionMetric);
    }

    /** Shows gauges as not a number until their first value, so that whoever looks for one learns that there is none yet. */
    void announce(String... metrics) {
        for (String metric : metrics) {
            set(metric, Double.NaN);
        }
    }

    /** From now on a {@code log-prob-difference} above {@code nats} is an alarm, which is shown and, when it begins, logged. */
    void alarmAbove(double nats) {
        threshold = nats;
    }

    private void watch(double difference) {
        boolean above = !(difference <= threshold);
        if (above && !alarmed) {
            LOG.atWarn()
                    .addKeyValue("difference_nats", difference)
                    .addKeyValue("threshold_nats", threshold)
                    .log(
                            "sampler and learner differ about the log-probabilities of the same weights; look at the sampling"
                                    + " settings, the exploration arms and learner.policy.temperature, then at the sampler's"
                                    + " numerics");
        }
        alarmed = above;
        set(MetricNames.LOG_PROB_ALARM, above ? 1 : 0);
    }

    @Override
    public void stepped(StepPlan<?> plan, StepOutcome outcome, Duration took) {
        steps.record(took);
        tokens.increment(outcome.tokens());
        outcome.skipped().ifPresent(reason -> skips(reason).increment());
        outcome.measures().forEach(this::show);
        Optional.ofNullable(outcome.measures().get(DIFFERENCE)).ifPresent(this::watch);
        for (InputRecord<?> record : plan.records()) {
            if (record.value() instanceof RolloutGroup group && !group.decides()) {
                lag.record(Math.max(0, group.lag(plan.context().version())));
            }
        }
    }

    private void show(String name, double value) {
        String source = SOURCES.get(name);
        if (source != null) {
            references(source).increment(value);
            return;
        }
        set(NAMES.getOrDefault(name, MetricNames.OBJECTIVE_PREFIX + name.replace('-', '.')), value);
    }

    /** From now on both sources of log-probabilities of the reference are shown, also before a step has compared with it. */
    void announceReferences() {
        SOURCES.values().forEach(source -> references(source).increment(0));
    }

    private Counter references(String source) {
        return meters.counter(MetricNames.REFERENCE_LOG_PROBS, LEARNER, learner, "source", source);
    }

    @Override
    public void checkpointed(long step, Duration took) {
        checkpoints.record(took);
    }

    @Override
    public void published(PublishedVersion version, Duration took) {
        publications.record(took);
        set(versionMetric, version.version());
    }

    private Counter skips(String reason) {
        return meters.counter(MetricNames.LEARNER_STEPS_SKIPPED, LEARNER, learner, "reason", reason);
    }

    /** Shows {@code value} under {@code metric} until the next call. */
    void set(String metric, double value, String... labels) {
        String key = metric + String.join(",", labels);
        AtomicLong bits = gauges.get(key);
        if (bits == null) {
            AtomicLong made = new AtomicLong();
            gauges.put(key, made);
            Gauge.builder(metric, made, held -> Double.longBitsToDouble(held.get()))
                    .tags(labels)
                    .tag(LEARNER, learner)
                    .register(meters);
            bits = made;
        }
        bits.set(Double.doubleToLongBits(value));
    }
}
