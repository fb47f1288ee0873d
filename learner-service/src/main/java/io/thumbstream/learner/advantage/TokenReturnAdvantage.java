package io.thumbstream.learner.advantage;

import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is still to be earned from a token on, relative to what the other answers earned as a whole.
 *
 * <p>{@code A_it = (G_it - b_i) / s} for token {@code t} of answer {@code i} of {@code n} in a group, with {@code r_i} the reward of the
 * answer, {@code r_it} the token rewards that {@code reward.credit} made of it, and {@code b_i = sum_{j != i} r_j / (n - 1)}. Returns:
 * reward-to-go {@code G_it = r_i - sum_{u < t} r_iu}, which is {@code sum_{u >= t} r_iu} as credit keeps the sum; total-return
 * {@code G_it = r_i}. Scale: none {@code s = 1}; group-std {@code s = max(sd of r in the group, std-floor)}, of the population. Source: Sutton,
 * McAllester, Singh and Mansour, Policy Gradient Methods for Reinforcement Learning with Function Approximation, 1999 (reward-to-go);
 * Chan et al., Dense Reward for Free in Reinforcement Learning from Human Feedback, 2024, arXiv 2402.00782 (token rewards of one answer).
 * Ours has no value model: the baseline is the leave-one-out mean of {@code rloo}, the same at every token, which is unbiased and not the least
 * in variance, because late tokens have little left to earn and are still held against whole answers.
 *
 * <p>With credit {@code terminal}, and with total-return under any credit, this is {@code rloo} bit for bit: credit that keeps the sum changes
 * what is learned only through reward-to-go. Reward-to-go is unbiased for causal credit alone; where the reward of an early token
 * depends on later ones, later tokens are not held to account for it. It is refused with such credit unless {@code accept-bias} says that this is
 * wanted, as when a loss lies up to the place of an edit and what follows is to be spared. An answer without token rewards counts as one
 * with all of its reward on the last token. A group whose answers all earned the same is passed over, as under {@code rloo}, and an answer
 * without another to compare with has advantage 0.
 */
@Experimental
final class TokenReturnAdvantage implements AdvantageEstimator {
    /** What a token is held to account for. */
    enum Returns {
        REWARD_TO_GO,
        TOTAL_RETURN
    }

    /** What is divided by. */
    enum Scale {
        NONE,
        GROUP_STD
    }

    /**
     * @param returns what a token is held to account for: what is earned from it on, or by the whole answer
     * @param acceptBias whether reward-to-go is taken with credit that is not causal, too; of no use with total-return
     * @param scale what the difference is divided by
     * @param stdFloor smallest deviation divided by, above 0, in units of the reward; not used with scale none
     */
    record Settings(Returns returns, boolean acceptBias, Scale scale, double stdFloor) {
        Settings {
            if (!(stdFloor > 0)) {
                throw new IllegalArgumentException("std-floor is " + stdFloor + "; give a value above 0");
            }
        }
    }

    private final Settings settings;

    TokenReturnAdvantage(Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<float[]> estimate(RolloutGroup group) {
        double[] rewards = GroupAdvantage.rewards(group);
        int n = rewards.length;
        double sum = 0;
        for (double reward : rewards) {
            sum += reward;
        }
        double divisor =
                switch (settings.scale()) {
                    case NONE -> 1;
                    case GROUP_STD -> Math.max(GroupAdvantage.deviation(rewards), settings.stdFloor());
                };
        List<float[]> advantages = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            GroupRollout rollout = group.rollouts().get(i);
            advantages.add(
                    n == 1
                            ? new float[rollout.tokens().length]
                            : overTokens(rollout, (sum - rewards[i]) / (n - 1), divisor));
        }
        return advantages;
    }

    private float[] overTokens(GroupRollout rollout, double baseline, double divisor) {
        float[] earned = rollout.tokenRewards();
        boolean toGo = settings.returns() == Returns.REWARD_TO_GO && earned.length > 0;
        float[] advantages = new float[rollout.tokens().length];
        double before = 0;
        for (int t = 0; t < advantages.length; t++) {
            advantages[t] = (float) ((rollout.reward() - before - baseline) / divisor);
            before += toGo ? earned[t] : 0;
        }
        return advantages;
    }

    @Override
    public boolean needsCausalCredit() {
        return settings.returns() == Returns.REWARD_TO_GO && !settings.acceptBias();
    }

    /** Whole answers do not need to know what their tokens earned. */
    @Override
    public Set<Signal> needs() {
        return settings.returns() == Returns.REWARD_TO_GO
                ? Set.of(Signal.GROUP, Signal.REWARD, Signal.TOKEN_REWARD)
                : Set.of(Signal.GROUP, Signal.REWARD);
    }
}
