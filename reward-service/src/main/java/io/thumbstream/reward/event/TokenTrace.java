package io.thumbstream.reward.event;

import java.util.Arrays;

/**
 * Tokens of one answer and how likely they were when they were sampled: prompt {@code [prompt time]}, tokens and
 * natural log-probabilities {@code [time]}. Immutable; all three are empty for answers of external models.
 */
public final class TokenTrace {
    private static final TokenTrace EMPTY = new TokenTrace(new int[0], new int[0], new float[0]);

    private final int[] promptTokens;
    private final int[] tokens;
    private final float[] logProbs;

    public TokenTrace(int[] promptTokens, int[] tokens, float[] logProbs) {
        this.promptTokens = promptTokens.clone();
        this.tokens = tokens.clone();
        this.logProbs = logProbs.clone();
    }

    /** Trace of an answer whose tokens are unknown. */
    public static TokenTrace empty() {
        return EMPTY;
    }

    public int[] promptTokens() {
        return promptTokens.clone();
    }

    public int[] tokens() {
        return tokens.clone();
    }

    public float[] logProbs() {
        return logProbs.clone();
    }

    /** Number of sampled tokens. */
    public int length() {
        return tokens.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenTrace that
                && Arrays.equals(promptTokens, that.promptTokens)
                && Arrays.equals(tokens, that.tokens)
                && Arrays.equals(logProbs, that.logProbs);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(tokens) + Arrays.hashCode(promptTokens);
    }

    @Override
    public String toString() {
        return "TokenTrace[prompt=" + promptTokens.length + ", tokens=" + tokens.length + "]";
    }
}
