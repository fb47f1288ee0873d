package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import io.thumbstream.model.tensor.Scalars;

/** Functions of log-odds that stay finite for every finite argument. */
final class Logits {
    private Logits() {}

    static double sigmoid(double x) {
        return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }

    /** {@code max(x, 0)}, same shape. */
    static NDArray positivePart(NDArray x) {
        return Scalars.times(x.add(x.abs()), 0.5);
    }

    /** {@code log(sigmoid(x))}, same shape. */
    static NDArray logSigmoid(NDArray x) {
        return positivePart(x.neg()).add(x.abs().neg().exp().add(1).log()).neg();
    }

    /** {@code -t log(sigmoid(x)) - (1 - t) log(sigmoid(-x))}, shape of {@code x}; {@code t} broadcasts. */
    static NDArray crossEntropy(NDArray x, NDArray t) {
        return positivePart(x).add(x.abs().neg().exp().add(1).log()).sub(x.mul(t));
    }
}
