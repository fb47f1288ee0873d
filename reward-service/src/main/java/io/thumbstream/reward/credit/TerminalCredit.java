package io.thumbstream.reward.credit;

/** The whole reward on the last token, where it was earned: {@code r_t = reward} for the last {@code t}, else 0. */
final class TerminalCredit implements CreditAssigner {

    @Override
    public float[] assign(double reward, int tokens) {
        float[] credit = new float[tokens];
        if (tokens > 0) {
            credit[tokens - 1] = (float) reward;
        }
        return credit;
    }

    @Override
    public boolean causal() {
        return true;
    }
}
