package io.thumbstream.reward.wire;

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
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Metrics of the joiner; shared by all partitions, safe for several threads. */
public final class JoinerMeters implements JoinerListener {
    static final String STALL_MONITOR = "feedback-stall";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String SERVICE = "reward";

    private final MeterRegistry meters;
    private final AtomicInteger stalledPartitions = new AtomicInteger();
    private final DistributionSummary scores;
    private final Timer delay;

    public JoinerMeters(MeterRegistry meters) {
        this.meters = meters;
        this.scores = meters.summary(MetricNames.REWARD_SCORE);
        this.delay = meters.timer(MetricNames.FEEDBACK_DELAY);
        meters.gauge(
                MetricNames.DRIFT_SCORE,
                io.micrometer.core.instrument.Tags.of("monitor", STALL_MONITOR),
                stalledPartitions);
    }

    @Override
    public void feedback(FeedbackKind kind, String outcome) {
        meters.counter(MetricNames.FEEDBACK, "kind", word(kind), "outcome", outcome)
                .increment();
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
        meters.counter(MetricNames.FEEDBACK_UNMATCHED).increment();
    }

    @Override
    public void groupDropped(String reason) {
        meters.counter(MetricNames.GROUPS_DROPPED, "reason", reason).increment();
    }

    @Override
    public void stalled(boolean stalled) {
        stalledPartitions.addAndGet(stalled ? 1 : -1);
    }

    void labelled(Label label) {
        meters.counter(MetricNames.LABELS, "kind", word(label.kind())).increment();
    }

    void rewarded(RewardGroup group) {
        group.rows().forEach(row -> {
            Double score = row.score();
            if (score != null) {
                scores.record(score);
            }
            if (row.components().containsKey(RewardChain.CLIPPED)) {
                meters.counter(MetricNames.REWARD_CLIPPED).increment();
            }
        });
    }

    void deadLetter(String reason) {
        meters.counter(MetricNames.DLQ, "service", SERVICE, "reason", reason).increment();
    }

    private static String word(FeedbackKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
