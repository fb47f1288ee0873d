package io.thumbstream.reward.credit;

import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.Set;

/** Spreads the reward of an answer over its tokens. Called once per rollout and revision; keeps nothing. */
public interface CreditAssigner extends Technique {

    /**
     * @param tokens number of sampled tokens, 0 or more
     * @return reward per token {@code [time]}; sums to {@code reward} unless there are no tokens
     */
    float[] assign(double reward, int tokens);

    /** Whether the reward of a token depends only on the prompt and the tokens up to it. */
    boolean causal();

    @Override
    default Set<Signal> needs() {
        return Set.of(Signal.REWARD);
    }

    @Override
    default Set<Signal> provides() {
        return Set.of(Signal.TOKEN_REWARD);
    }
}
