package io.thumbstream.launcher.bench.models;

import io.thumbstream.model.lm.LmConfig;
import java.util.Locale;

/** Decoders that are measured. */
enum ModelSize {
    /** The shape that is shipped, 1.2 million parameters. */
    S(128, 5, 4, 352),
    /** 6.8 million parameters. */
    M(256, 8, 8, 688);

    /** Token ids, as many as the shipped tokenizer has. */
    private static final int VOCABULARY = 938;
    /** Longest sequence, tokens. */
    private static final int CONTEXT = 256;
    /** A multiplication and an addition. */
    private static final double FLOPS_PER_PRODUCT = 2;
    /** Forward once, backward by inputs and by weights. */
    private static final double PASSES = 3;
    /** Matrices of attention: query, key, value, output. */
    private static final double ATTENTION = 4;
    /** Matrices of the gated feed-forward block: gate, up, down. */
    private static final double FEED_FORWARD = 3;

    private final LmConfig config;

    ModelSize(int width, int layers, int heads, int feedForward) {
        config = new LmConfig(VOCABULARY, width, layers, heads, heads, feedForward, CONTEXT, 10_000, 1e-6, false);
    }

    LmConfig config() {
        return config;
    }

    /**
     * Floating-point operations of one step on {@code rows} sequences of {@code tokens} tokens, matrix products only: the projections,
     * the head, and scores and mixtures of attention over all pairs of positions, those that the mask hides included.
     */
    double stepFlops(int rows, int tokens) {
        double width = config.width();
        double perToken = config.layers() * (ATTENTION * width * width + FEED_FORWARD * width * config.feedForward())
                + width * config.vocabularySize();
        double pairs = 2 * config.layers() * width * tokens;
        return PASSES * FLOPS_PER_PRODUCT * rows * tokens * (perToken + pairs);
    }

    /** Name in figures. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
