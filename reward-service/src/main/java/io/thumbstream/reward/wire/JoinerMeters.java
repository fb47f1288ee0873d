package io.thumbstream.reward.wire;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.thumbstream.reward.assemble.JoinerListener;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.RewardGroup;
import io.thumbstream.runtime.metrics.MetricNames;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Metrics of the joiner; all are there from the start, because a counter that begins with its first event hides it.
 *
 * <p>Shared by all partitions, safe for several threads.
 */
public final class JoinerMeters implements JoinerListener {
    static final String STALL_MONITOR = "feedback-stall";
    private static final List<String> OUTCOMES = List.of("labelled", "late", "duplicate", "parked", "kept", "refused");
    private static final List<String> DROPS = List.of("timeout", "evicted", "duplicate");
    private static final List<String> LETTERS =
            List.of("poison", "stranger", "bad-targets", "bad-value", "unknown-rollout", "unknown-feedback", "failed");
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String SERVICE = "reward";

    private final MeterRegistry meters;
    private final AtomicInteger stalledPartitions = new AtomicInteger();
    private final DistributionSummary scores;
    private final Timer delay;
    private final Counter unmatched;
    private final Counter clipped;
    private final Counter uncompared;
    private final Map<FeedbackKind, Map<String, Counter>> feedback = new EnumMap<>(FeedbackKind.class);
    private final Map<FeedbackKind, Counter> labels = new EnumMap<>(FeedbackKind.class);

    public JoinerMeters(MeterRegistry meters) {
        this.meters = meters;
        this.scores = meters.summary(MetricNames.REWARD_SCORE);
        this.delay = meters.timer(MetricNames.FEEDBACK_DELAY);
        meters.gauge(
                MetricNames.DRIFT_SCORE,
                io.micrometer.core.instrument.Tags.of("monitor", STALL_MONITOR),
                stalledPartitions);
        this.unmatched = meters.counter(MetricNames.FEEDBACK_UNMATCHED);
        this.clipped = meters.counter(MetricNames.REWARD_CLIPPED);
        this.uncompared = meters.counter(MetricNames.REWARD_UNCOMPARED);
        for (FeedbackKind kind : FeedbackKind.values()) {
            Map<String, Counter> outcomes = new HashMap<>();
            OUTCOMES.forEach(outcome -> outcomes.put(outcome, feedbackCounter(kind, outcome)));
            feedback.put(kind, outcomes);
            labels.put(kind, labelCounter(kind));
        }
        DROPS.forEach(reason -> dropCounter(reason).increment(0));
        LETTERS.forEach(reason -> letterCounter(reason).increment(0));
    }

    @Override
    public void feedback(FeedbackKind kind, String outcome) {
        Counter known = feedback.getOrDefault(kind, Map.of()).get(outcome);
        (known == null ? feedbackCounter(kind, outcome) : known).increment();
    }

    @Override
    public void feedbackDelay(double seconds) {
        delay.record(Duration.ofNanos((long) (seconds * NANOS_PER_SECOND)));
    }

    void erased(String topic) {
        meters.counter(MetricNames.RECORDS_ERASED, "topic", topic).increment();
    }

    @Override
    public void unmatched() {
        unmatched.increment();
    }

    @Override
    public void groupDropped(String reason) {
        dropCounter(reason).increment();
    }

    @Override
    public void stalled(boolean stalled) {
        stalledPartitions.addAndGet(stalled ? 1 : -1);
    }

    void labelled(Label label) {
        Objects.requireNonNull(labels.get(label.kind())).increment();
    }

    /** Counts what the answers that are learned from were given; those that they are compared with would blur it. */
    void rewarded(RewardGroup group) {
        group.apart().rows().forEach(row -> {
            Double score = row.score();
            if (score != null) {
                scores.record(score);
            }
            if (row.components().containsKey(RewardChain.CLIPPED)) {
                clipped.increment();
            }
            if (row.components().containsKey(RewardChain.NO_START)) {
                uncompared.increment();
            }
        });
    }

    void deadLetter(String reason) {
        letterCounter(reason).increment();
    }

    private Counter feedbackCounter(FeedbackKind kind, String outcome) {
        return meters.counter(MetricNames.FEEDBACK, "kind", word(kind), "outcome", outcome);
    }

    private Counter labelCounter(FeedbackKind kind) {
        return meters.counter(MetricNames.LABELS, "kind", word(kind));
    }

    private Counter dropCounter(String reason) {
        return meters.counter(MetricNames.GROUPS_DROPPED, "reason", reason);
    }

    private Counter letterCounter(String reason) {
        return meters.counter(MetricNames.DLQ, "service", SERVICE, "reason", reason);
    }

    private static String word(FeedbackKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
