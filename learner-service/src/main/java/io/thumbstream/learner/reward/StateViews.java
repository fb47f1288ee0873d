package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;

/**
 * States of the answers of a batch at their last token, the ones that scores are made of, in two views that differ by what dropout left out.
 *
 * @param first {@code [input, feature]}, differentiable
 * @param second the same texts under other draws, {@code [input, feature]}, differentiable
 */
public record StateViews(NDArray first, NDArray second) {
    private static final int[] FEATURES = {1};

    /** Keeps the direction of a row of zeros from being no number; nothing to a state, whose features are about 1. */
    private static final double TINY = 1e-8;

    /** The directions of rows {@code [row, feature]}, same shape. */
    static NDArray unit(NDArray rows) {
        return rows.div(rows.mul(rows).sum(FEATURES, true).add(TINY).sqrt());
    }
}
