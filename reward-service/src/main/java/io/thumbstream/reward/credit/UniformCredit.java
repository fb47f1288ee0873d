package io.thumbstream.reward.credit;

import java.util.Arrays;

/**
 * The same share for every token: {@code r_t = reward / tokens}. Not causal, because an early token's share depends on the
 * end of the answer: under {@code token-return} use it with total returns, which do not tell where a reward lies.
 */
final class UniformCredit implements CreditAssigner {

    @Override
    public float[] assign(double reward, int tokens) {
        float[] credit = new float[tokens];
        Arrays.fill(credit, tokens == 0 ? 0 : (float) (reward / tokens));
        return credit;
    }

    @Override
    public boolean causal() {
        return false;
    }
}
