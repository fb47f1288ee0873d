package io.thumbstream.model.sample;

import java.util.List;

/** A finished answer with everything a learner needs; immutable. */
public final class Sample {
    private final String id;
    private final int[] tokens;
    private final float[] logProbs;
    private final float[] entropies;
    private final List<VersionSpan> versions;
    private final String text;
    private final Finish finish;

    Sample(
            String id,
            int[] tokens,
            float[] logProbs,
            float[] entropies,
            List<VersionSpan> versions,
            String text,
            Finish finish) {
        this.id = id;
        this.tokens = tokens;
        this.logProbs = logProbs;
        this.entropies = entropies;
        this.versions = List.copyOf(versions);
        this.text = text;
        this.finish = finish;
    }

    public String id() {
        return id;
    }

    /** Sampled token ids including a drawn end token, axis {@code [time]}; a copy. */
    public int[] tokens() {
        return tokens.clone();
    }

    /** Log-probability of each token under the distribution it was really drawn from, axis {@code [time]}, nats. */
    public float[] logProbs() {
        return logProbs.clone();
    }

    /** Entropy of that distribution at each token, axis {@code [time]}, nats; empty when the sampler does not know it. */
    public float[] entropies() {
        return entropies.clone();
    }

    /** Policy version per token range, in token order, without gaps. */
    public List<VersionSpan> versions() {
        return versions;
    }

    /** Answer text, without end token and stop text. */
    public String text() {
        return text;
    }

    public Finish finish() {
        return finish;
    }

    public int length() {
        return tokens.length;
    }
}
