package io.thumbstream.model.lm;

import ai.djl.ndarray.NDArray;

/**
 * Per-token quantities of a batch of responses; column {@code t} is response token {@code t}, rows are padded right.
 *
 * @param logProbs natural-log probability of each token given everything before it, {@code [batch, time]}, zero in padding
 * @param entropy entropy in nats of the distribution each token was drawn from, {@code [batch, time]}, zero in padding
 * @param mask one where a row has a token, zero in padding, {@code [batch, time]} float32
 */
public record TokenBatch(NDArray logProbs, NDArray entropy, NDArray mask) {
    public TokenBatch {
        if (!logProbs.getShape().equals(mask.getShape()) || !entropy.getShape().equals(mask.getShape())) {
            throw new IllegalArgumentException("Shapes differ: log-probs " + logProbs.getShape() + ", entropy "
                    + entropy.getShape() + ", mask " + mask.getShape() + "; all must be [batch, time]");
        }
    }
}
