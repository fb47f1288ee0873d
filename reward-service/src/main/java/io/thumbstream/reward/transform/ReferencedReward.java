package io.thumbstream.reward.transform;

import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The score relative to a reference, through a link that lets the gain fade where an answer is good already.
 *
 * <p>{@code reward = link((s - b) / temperature)} for score {@code s} and reference {@code b}. Reference group:
 * the scores of the other answers; start-policy: those of answers of the policy that learning began with to the same
 * prompt; running: the mean score of earlier groups. Statistic mean-of-link: the mean of the rewards that each
 * reference alone would give; mean and quantile: the reward against that statistic of the
 * references. Reference prior: {@code reward = link(s / temperature) - link(logit(prior))}, which with the sigmoid
 * is the probability of approval beyond the usual one. With clip-at-zero a reward below 0 is 0. Source: Fu et al.,
 * Reward Shaping to Mitigate Reward Hacking in RLHF, 2025, arXiv 2502.18770 ({@code par}); Wang et al., Transforming
 * and Combining Rewards for Aligning Large Language Models, 2024, arXiv 2402.00742 ({@code log-sigmoid-centred});
 * Shen et al., Improving RLHF Using Contrastive Rewards, 2024, arXiv 2403.07708 ({@code contrastive}); Li et
 * al., Internally Rewarded Reinforcement Learning, 2023, arXiv 2302.00270 ({@code prior-clipped}). Ours takes
 * references from the current policy unless the reference is start-policy, so that they rise as the policy learns,
 * and takes the prior as a number.
 *
 * <p>A group of one falls back to the running mean. Reference start-policy needs answers that the generator makes where
 * {@code generator.start-answers.per-group} is above 0; a group without any falls back to the running mean, too, and the
 * component {@code missing-start} says so. Such answers themselves are compared with each other.
 * A ceiling on scores is {@code clip} put before it. Do not divide
 * the result by the group's deviation: between two answers every link then gives the same. What is subtracted from
 * all answers of a prompt alike cancels in {@code rloo} and {@code grpo}: a linear link is of use before a clip,
 * a batch-wide centre or objectives that compare nothing. Saturation delays over-optimisation, it does not replace
 * a KL limit.
 */
@Experimental
final class ReferencedReward implements RewardTransform {

    /** What an answer is compared with. */
    enum Reference {
        GROUP,
        START_POLICY,
        RUNNING,
        PRIOR
    }

    /** How several references become one reward. */
    enum Statistic {
        MEAN_OF_LINK,
        MEAN,
        QUANTILE
    }

    /**
     * @param link how a difference becomes a reward: sigmoid, log-sigmoid, tanh, clip to [-1, 1] or linear
     * @param reference what an answer is compared with: group, start-policy, running or prior
     * @param statistic how several references become one reward
     * @param quantile share of the references that lies below the one that counts, in [0, 1]; used with statistic quantile
     * @param prior probability of approval of a usual answer, between 0 and 1; used with reference prior
     * @param temperature score difference that the link sees as 1, above 0
     * @param clipAtZero whether rewards below 0 become 0
     */
    record Settings(
            Link link,
            Reference reference,
            Statistic statistic,
            double quantile,
            double prior,
            double temperature,
            boolean clipAtZero) {
        Settings {
            if (!(quantile >= 0 && quantile <= 1)) {
                throw new IllegalArgumentException("quantile is " + quantile + "; give a number in [0, 1]");
            }
            if (!(prior > 0 && prior < 1)) {
                throw new IllegalArgumentException("prior is " + prior + "; give a number between 0 and 1");
            }
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new IllegalArgumentException(
                        "temperature is " + temperature + "; give a finite number above 0, in units of the score");
            }
        }
    }

    private final Settings settings;
    private final double usual;

    ReferencedReward(Settings settings) {
        this.settings = settings;
        this.usual = settings.reference() == Reference.PRIOR
                ? settings.link().of(Math.log(settings.prior() / (1 - settings.prior())))
                : 0;
    }

    @Override
    public RewardGroup apply(RewardGroup group, Running earlier) {
        List<RewardRow> among =
                switch (settings.reference()) {
                    case GROUP -> group.rows();
                    case START_POLICY -> group.start();
                    case RUNNING, PRIOR -> List.of();
                };
        RewardGroup rewarded = group.map(row -> {
            double reward = linked(row.reward(), references(row, among, earlier)) - usual;
            return settings.clipAtZero() ? Math.max(0, reward) : reward;
        });
        return settings.reference() == Reference.START_POLICY && among.isEmpty() ? uncompared(rewarded) : rewarded;
    }

    private double[] references(RewardRow row, List<RewardRow> among, Running earlier) {
        double[] others = among.stream()
                .filter(other -> !other.rolloutId().equals(row.rolloutId()))
                .mapToDouble(RewardRow::reward)
                .toArray();
        if (others.length > 0) {
            return others;
        }
        return new double[] {
            switch (settings.reference()) {
                case PRIOR -> 0;
                case START_POLICY -> among.isEmpty() ? earlier.mean() : row.reward();
                case GROUP, RUNNING -> earlier.mean();
            }
        };
    }

    private static RewardGroup uncompared(RewardGroup group) {
        return new RewardGroup(group.rows().stream()
                .map(row -> row.withComponent(RewardChain.NO_START, 1))
                .toList());
    }

    private double linked(double score, double[] references) {
        return switch (settings.statistic()) {
            case MEAN_OF_LINK ->
                Arrays.stream(references)
                        .map(reference -> above(score, reference))
                        .average()
                        .orElseThrow();
            case MEAN -> above(score, Arrays.stream(references).average().orElseThrow());
            case QUANTILE -> above(score, quantile(references, settings.quantile()));
        };
    }

    private double above(double score, double reference) {
        return settings.link().of((score - reference) / settings.temperature());
    }

    /** Order statistic of at least one value, between two neighbours by straight line. */
    static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int next = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[next] - sorted[below]);
    }

    @Override
    public boolean monotone() {
        return true;
    }

    @Override
    public double bound() {
        double low = settings.clipAtZero() ? 0 : settings.link().low() - usual;
        return Math.max(Math.abs(low), Math.abs(settings.link().high() - usual));
    }

    @Override
    public Set<Signal> needs() {
        return switch (settings.reference()) {
            case GROUP -> Set.of(Signal.SCORE, Signal.GROUP);
            case START_POLICY -> Set.of(Signal.SCORE, Signal.START_ANSWERS);
            case RUNNING, PRIOR -> Set.of(Signal.SCORE);
        };
    }
}
