package io.thumbstream.learner;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.thumbstream.learner.engine.EngineListener;
import io.thumbstream.learner.engine.PublishedVersion;
import io.thumbstream.learner.engine.Recovery;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.runtime.metrics.MetricNames;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Metrics of one learner; the diagnostics of its techniques become gauges by themselves. */
final class LearnerMeters implements EngineListener {
    private static final Map<String, String> OWN_NAMES = Map.of(
            "loss", MetricNames.LOSS,
            "grad-norm", MetricNames.GRADIENT_NORM,
            "kl-to-reference", MetricNames.KL_TO_REFERENCE,
            "kl-sample-train", MetricNames.KL_SAMPLE_TRAIN,
            "clip-ratio", MetricNames.CLIP_RATIO,
            "entropy", MetricNames.ENTROPY);

    private final MeterRegistry meters;
    private final String learner;
    private final Map<String, Double> measures = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private final AtomicLong step = new AtomicLong();

    /** @param learner {@code policy} or {@code reward} */
    LearnerMeters(MeterRegistry meters, String learner, String versionMetric) {
        this.meters = meters;
        this.learner = learner;
        Gauge.builder(versionMetric, version, AtomicLong::doubleValue).register(meters);
    }

    long version() {
        return version.get();
    }

    long step() {
        return step.get();
    }

    @Override
    public void stepped(StepPlan<?> plan, StepOutcome outcome, Duration took) {
        step.set(plan.context().step());
        timer(MetricNames.LEARNER_STEP).record(took);
        counter(MetricNames.LEARNER_TOKENS).increment(outcome.tokens());
        outcome.skipped().ifPresent(reason -> meters.counter(
                        MetricNames.LEARNER_STEPS_SKIPPED, "learner", learner, "reason", reason)
                .increment());
        outcome.measures().forEach(this::measure);
    }

    @Override
    public void checkpointed(long atStep, Duration took) {
        timer(MetricNames.CHECKPOINT).record(took);
    }

    @Override
    public void published(PublishedVersion published, Duration took) {
        version.set(published.version());
        timer(MetricNames.PUBLISH).record(took);
    }

    @Override
    public void recovered(Recovery recovery) {
        version.set(recovery.version());
        step.set(recovery.step());
    }

    private void measure(String name, double value) {
        if (measures.put(name, value) == null) {
            String metric = OWN_NAMES.getOrDefault(name, MetricNames.OBJECTIVE_PREFIX + name.replace('-', '.'));
            Gauge.builder(metric, measures, all -> all.getOrDefault(name, Double.NaN))
                    .tag("learner", learner)
                    .register(meters);
        }
    }

    private Timer timer(String name) {
        return meters.timer(name, "learner", learner);
    }

    private Counter counter(String name) {
        return meters.counter(name, "learner", learner);
    }
}
