package io.thumbstream.lab.drift.signal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether the rewards of a group still tell its answers apart, and whether the answers still differ.
 *
 * <p>For a group with rewards {@code r_i} and scores {@code s_i}: {@code reward-variance = sum_i (r_i - mean r)^2 / (n - 1)}, which is
 * half the expected squared difference of two answers; {@code whitened-variance = var(s) / var(all scores of the recent groups)};
 * {@code equal-groups = [max r - min r <= 1e-9]}; {@code sampled-entropy = -sum_t ln p_t / T} over its {@code T} sampled tokens;
 * {@code distinct-answers = different answers / n}. {@code version-oscillation} is the lag-1 autocorrelation of the changes of the mean
 * score from policy version to policy version.
 *
 * <p>Source: Razin et al., What Makes a Reward Model a Good Teacher?, 2025, arXiv 2503.15477 (variance); Contextual Bandits in Payment
 * Processing at Adyen, 2024, arXiv 2412.00569 (oscillation); Taming Preference Mode Collapse, 2025, arXiv 2512.24146 (diversity);
 * Rethinking RLVR through Clipping, Entropy, and Spurious Reward, 2025, arXiv 2512.16912 (entropy). Ours measures on the groups that the
 * policy learns from instead of on a set of prompts, whitens by a window, and does not see what clipping removes, which the learner's clip
 * ratio shows.
 *
 * <p>Entropy is estimated on the sampled tokens, under the temperature that they were sampled with. Where changes are nothing but
 * noise around one level, the oscillation is about -0.5. Groups of one answer have no variance.
 */
final class LearningSignalMonitor implements DriftSignal {
    private static final double EQUAL = 1e-9;

    private final int groups;
    private final GroupMean variance;
    private final GroupMean equal;
    private final GroupMean entropy;
    private final GroupMean distinct;
    private final Deque<double[]> scores = new ArrayDeque<>();
    private final VersionMeans versions;

    LearningSignalMonitor(SignalSettings settings) {
        this.groups = settings.groups();
        this.variance = new GroupMean(Measure.REWARD_VARIANCE, groups);
        this.equal = new GroupMean(Measure.EQUAL_GROUPS, groups);
        this.entropy = new GroupMean(Measure.SAMPLED_ENTROPY, groups);
        this.distinct = new GroupMean(Measure.DISTINCT_ANSWERS, groups);
        this.versions = new VersionMeans(settings.versions());
    }

    @Override
    public void group(SignalGroup group, Consumer<Reading> out) {
        if (!group.first()) {
            return;
        }
        rewards(group.rewards(), out);
        scores(group.scores(), out);
        List<SignalAnswer> worded = group.worded();
        entropy(worded, out);
        if (worded.size() > 1) {
            long different =
                    worded.stream().map(SignalAnswer::tokens).distinct().count();
            out.accept(distinct.add((double) different / worded.size()));
        }
        worded.forEach(answer -> answer.score().ifPresent(score -> versions.add(answer.version(), score)
                .ifPresent(value -> out.accept(Reading.of(Measure.VERSION_OSCILLATION, value)))));
    }

    private void rewards(double[] rewards, Consumer<Reading> out) {
        if (rewards.length > 1) {
            double spread = Arrays.stream(rewards).max().orElse(0)
                    - Arrays.stream(rewards).min().orElse(0);
            out.accept(variance.add(Moments.variance(rewards)));
            out.accept(equal.add(spread <= EQUAL ? 1 : 0));
        }
    }

    private void scores(double[] own, Consumer<Reading> out) {
        if (own.length < 2) {
            return;
        }
        scores.addLast(own);
        if (scores.size() > groups) {
            scores.removeFirst();
        }
        double all =
                Moments.variance(scores.stream().flatMapToDouble(Arrays::stream).toArray());
        if (scores.size() == groups && all > Moments.TINY) {
            double within =
                    scores.stream().mapToDouble(Moments::variance).average().orElse(0);
            out.accept(new Reading(Measure.WHITENED_VARIANCE, Moments.variance(own) / all, within / all));
        }
    }

    private void entropy(List<SignalAnswer> worded, Consumer<Reading> out) {
        double nats = 0;
        long tokens = 0;
        for (SignalAnswer answer : worded) {
            for (float logProb : answer.logProbs()) {
                nats -= logProb;
                tokens++;
            }
        }
        if (tokens > 0) {
            out.accept(entropy.add(nats / tokens));
        }
    }
}
