package io.thumbstream.lab.drift.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether answers earn their rewards by length or by a phrase, and whether scores still rise with what people say.
 *
 * <p>Over a window of answers: {@code length-correlation} of reward and length, each less the mean of its group; {@code score-gain = mean
 * s - mean s_first} against the first window; {@code non-length-gain = sum_b share_b (mean s_b - mean s_first,b)} over the buckets
 * {@code b} of lengths that both windows have. Over a window of labels {@code y} of answers with scores {@code s}: {@code label-slope = cov(s, y) /
 * var(s)} and its lower 90 % bound. {@code pattern-excess}: the largest {@code z = (logit p_top - logit p_rest) / sd} over all runs
 * of tokens, of the share of answers that hold the run, among the tenth with the highest rewards and among the rest.
 *
 * <p>Source: Pang et al., Reward Gaming in Conditional Text Generation, 2022, arXiv 2211.08714 (patterns); Singhal et al., A Long Way to Go, 2023,
 * arXiv 2310.03716 (length); Adapting Image-based RL Policies via Predicted Rewards, 2024, arXiv 2407.16842 (slope). Ours compares the
 * best-rewarded answers with the rest of the same groups instead of with the reward model's training answers, fits the slope by least
 * squares, because the median of slopes is 0 for labels of 0 and 1, and measures gains from the start of the service, so that they hold what
 * the reward model itself has changed.
 *
 * <p>A label counts once, against the score that its answer had when it was first seen. A reward model that pays for a phrase may be right:
 * an excess is gaming where the slope falls, too. Runs of tokens are counted and never shown.
 */
final class RewardGamingMonitor implements DriftSignal {
    private final List<DriftSignal> parts = new ArrayList<>();

    RewardGamingMonitor(SignalSettings settings) {
        parts.add(new LengthAudit(settings.answers(), settings.bucket()));
        parts.add(new LabelSlope(settings.labels()));
        if (settings.measures().contains(Measure.PATTERN_EXCESS)) {
            parts.add(new PatternExcess(settings.answers(), settings.run()));
        }
    }

    @Override
    public void group(SignalGroup group, Consumer<Reading> out) {
        parts.forEach(part -> part.group(group, out));
    }
}
