package io.thumbstream.reward.event;

import java.util.Arrays;
import java.util.Optional;

/**
 * Tokens of one answer and how likely they were when they were sampled: prompt {@code [prompt time]}, tokens and
 * natural log-probabilities {@code [time]}; and how likely they are under a reference policy, where somebody computed that. Immutable; all
 * are empty for answers of external models.
 */
public final class TokenTrace {
    private static final TokenTrace EMPTY = new TokenTrace(new int[0], new int[0], new float[0]);

    private final int[] promptTokens;
    private final int[] tokens;
    private final float[] logProbs;
    private final Optional<ReferenceTrace> reference;

    /** Of an answer that no reference policy was asked about. */
    public TokenTrace(int[] promptTokens, int[] tokens, float[] logProbs) {
        this(promptTokens, tokens, logProbs, Optional.empty());
    }

    public TokenTrace(int[] promptTokens, int[] tokens, float[] logProbs, Optional<ReferenceTrace> reference) {
        this.promptTokens = promptTokens.clone();
        this.tokens = tokens.clone();
        this.logProbs = logProbs.clone();
        this.reference = reference;
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

    /** What a reference policy says of it; empty when nobody computed that. */
    public Optional<ReferenceTrace> reference() {
        return reference;
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
                && Arrays.equals(logProbs, that.logProbs)
                && reference.equals(that.reference);
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
