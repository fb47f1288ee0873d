package io.thumbstream.reward.credit;

import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.List;
import java.util.Set;

/** Spreads the reward of an answer over its tokens. Called once per rollout and revision; keeps nothing. */
public interface CreditAssigner extends Technique {

    /**
     * @param tokens number of sampled tokens, 0 or more
     * @return reward per token {@code [time]}; sums to {@code reward} unless there are no tokens
     */
    float[] assign(double reward, int tokens);

    /**
     * The same, knowing what people pointed at; without use for it, as {@link #assign(double, int)}.
     *
     * @param marks tokens that people pointed at so far; a later revision may have more or fewer
     */
    default float[] assign(double reward, int tokens, List<TokenMark> marks) {
        return assign(reward, tokens);
    }

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
