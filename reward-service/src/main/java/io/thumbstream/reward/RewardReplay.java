package io.thumbstream.reward;

import io.thumbstream.reward.credit.CreditAssigner;
import io.thumbstream.reward.head.Score;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.RewardGroup;
import io.thumbstream.reward.transform.RewardRow;
import io.thumbstream.reward.transform.Running;
import io.thumbstream.reward.wire.RewardPipeline;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.error.FatalException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From recorded scores to rewards once more: the transforms of the settings over groups in the order of their partition.
 *
 * <p>Gives what the service gave for the same settings, scores and order. One thread owns it.
 */
public final class RewardReplay {
    private final RewardChain chain;
    private final CreditAssigner credit;
    private final String creditName;
    private final Map<Integer, List<Running>> running = new HashMap<>();

    /**
     * One answer of a group.
     *
     * @param tokens number of sampled tokens
     * @param score opinion of the reward model; null when it was not scored
     * @param approval observed binary label in [0, 1]; null when unobserved
     * @param approvalWeight weight of that label; 0 when unobserved
     * @param feedbackProbability P(feedback asked or given), range [0, 1]
     * @param similarity recorded likeness to what people made of an answer of the group, in [0, 1]; empty when nobody corrected
     *     one, or nothing recorded it
     * @param ofStart whether the policy that learning began with made it for others to be compared with
     */
    public record Answer(
            String rolloutId,
            int tokens,
            @Nullable Score score,
            @Nullable Double approval,
            double approvalWeight,
            double feedbackProbability,
            Optional<Double> similarity,
            boolean ofStart) {

        /** An answer of the policy. */
        public Answer(
                String rolloutId,
                int tokens,
                @Nullable Score score,
                @Nullable Double approval,
                double approvalWeight,
                double feedbackProbability,
                Optional<Double> similarity) {
            this(rolloutId, tokens, score, approval, approvalWeight, feedbackProbability, similarity, false);
        }

        /** An answer of the policy in a group that nobody corrected. */
        public Answer(
                String rolloutId,
                int tokens,
                @Nullable Score score,
                @Nullable Double approval,
                double approvalWeight,
                double feedbackProbability) {
            this(rolloutId, tokens, score, approval, approvalWeight, feedbackProbability, Optional.empty());
        }
    }

    /**
     * A reward and the score it began as.
     *
     * @param score mean over the members; null when the group was not scored
     */
    public record Rewarded(@Nullable Double score, double reward) {}

    /** @throws ConfigException when a transform is unknown, set wrongly, or lacks what it needs */
    public RewardReplay(RewardSettings settings) {
        RewardPipeline pipeline = new ConfiguredChain(settings).pipeline();
        chain = pipeline.chain();
        credit = pipeline.credit();
        creditName = settings.credit().name();
    }

    /**
     * What the tokens of an answer earn when the answer earns {@code reward}.
     *
     * @param tokens number of sampled tokens
     * @return token rewards {@code [time]}
     * @throws FatalException when the credit assigner goes by what people pointed at, which recorded groups do not tell
     */
    public float[] tokenRewards(double reward, int tokens) {
        if (credit.needs().contains(Signal.EVENT_POSITION)) {
            throw new FatalException("Credit assigner " + creditName
                    + " goes by what people pointed at, which recorded groups do not tell, so the rewards of single tokens cannot be found again"
                    + " where a reward is another now or somebody's word is left out; only runs whose learner.policy.advantage"
                    + " reads no token rewards, or whose reward.credit goes by the reward alone, can be learned again with other"
                    + " rewards");
        }
        return credit.assign(reward, tokens);
    }

    /**
     * Rewards of one group, in the order of {@code answers}.
     *
     * @param partition of the group; running means are kept for each
     * @param first whether it is the first revision of the group, which alone moves them
     */
    public List<Rewarded> rewards(int partition, boolean first, List<Answer> answers) {
        boolean scored = answers.stream().noneMatch(answer -> answer.score() == null);
        RewardGroup group = new RewardGroup(
                answers.stream().map(answer -> row(answer, scored)).toList());
        RewardChain.Rewarded rewarded = chain.apply(group, running.getOrDefault(partition, List.of()));
        if (first && rewarded.group().scored()) {
            running.put(partition, rewarded.running());
        }
        List<Rewarded> result = new ArrayList<>();
        for (RewardRow row : rewarded.group().rows()) {
            result.add(new Rewarded(row.score(), row.reward()));
        }
        return result;
    }

    /** The opinion of an ensemble whose members gave these scores. */
    public static Score score(double[] members) {
        return RewardModels.summary(members);
    }

    private static RewardRow row(Answer answer, boolean groupScored) {
        Score score = groupScored ? answer.score() : null;
        return new RewardRow(
                answer.rolloutId(),
                answer.tokens(),
                score == null ? null : (Double) score.mean(),
                score == null ? 0 : score.deviation(),
                score == null ? 0 : score.mean(),
                answer.approval(),
                answer.approvalWeight(),
                answer.feedbackProbability(),
                recorded(answer));
    }

    /** Components that a record brings. */
    private static Map<String, Double> recorded(Answer answer) {
        Map<String, Double> components = new HashMap<>();
        answer.similarity().ifPresent(similarity -> components.put(RewardChain.SIMILARITY, similarity));
        if (answer.ofStart()) {
            components.put(RewardChain.START, 1.0);
        }
        return components;
    }
}
