package io.thumbstream.reward.transform;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reward of one rollout on its way through the transforms. Immutable.
 *
 * @param tokens number of sampled tokens
 * @param score reward-model score; null when not scored
 * @param deviation standard deviation over ensemble members, same unit as the score; 0 when not scored
 * @param reward the reward so far; begins as the score
 * @param approval observed binary label in [0, 1]; null when unobserved
 * @param approvalWeight weight of that label; 0 when unobserved
 * @param feedbackProbability P(feedback asked or given), range [0, 1]
 * @param components named parts of the reward
 * @param texts what the answer says and what people made of its group; unknown where nothing needs it
 */
public record RewardRow(
        String rolloutId,
        int tokens,
        @Nullable Double score,
        double deviation,
        double reward,
        @Nullable Double approval,
        double approvalWeight,
        double feedbackProbability,
        Map<String, Double> components,
        Texts texts) {

    /**
     * Words of an answer and of its group.
     *
     * @param response the answer
     * @param corrections whole texts that people made of answers to the same prompt; empty when nobody corrected any
     */
    public record Texts(String response, List<String> corrections) {
        private static final Texts UNKNOWN = new Texts("", List.of());

        public Texts {
            corrections = List.copyOf(corrections);
        }

        /** Nothing is known of the words. */
        public static Texts unknown() {
            return UNKNOWN;
        }

        /** Without the words, which are personal. */
        @Override
        public String toString() {
            return "Texts[corrections=" + corrections.size() + "]";
        }
    }

    public RewardRow {
        components = Map.copyOf(components);
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("reward of " + rolloutId + " is " + reward + "; it must be finite");
        }
    }

    /** A rollout whose words are unknown. */
    public RewardRow(
            String rolloutId,
            int tokens,
            @Nullable Double score,
            double deviation,
            double reward,
            @Nullable Double approval,
            double approvalWeight,
            double feedbackProbability,
            Map<String, Double> components) {
        this(
                rolloutId,
                tokens,
                score,
                deviation,
                reward,
                approval,
                approvalWeight,
                feedbackProbability,
                components,
                Texts.unknown());
    }

    /** Whether it is an answer of the policy that learning began with, which others are compared with and nobody learns from. */
    public boolean ofStart() {
        return components.containsKey(RewardChain.START);
    }

    /** The same rollout with another reward. */
    public RewardRow withReward(double changed) {
        return with(changed, components);
    }

    /** The same rollout with one more named part. */
    public RewardRow withComponent(String name, double value) {
        Map<String, Double> more = new TreeMap<>(components);
        more.put(name, value);
        return with(reward, more);
    }

    private RewardRow with(double newReward, Map<String, Double> newComponents) {
        return new RewardRow(
                rolloutId,
                tokens,
                score,
                deviation,
                newReward,
                approval,
                approvalWeight,
                feedbackProbability,
                newComponents,
                texts);
    }
}
