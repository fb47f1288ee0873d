package io.thumbstream.reward.transform;

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
        Map<String, Double> components) {

    public RewardRow {
        components = Map.copyOf(components);
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("reward of " + rolloutId + " is " + reward + "; it must be finite");
        }
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
                newComponents);
    }
}
