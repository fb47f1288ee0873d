package io.thumbstream.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;

/** Differentiable functions that the array interface lacks, composed of operations that keep no borrowed memory. */
public final class TensorOps {
    private TensorOps() {}

    /** {@code log(sigmoid(x))}, elementwise, without overflow for large {@code |x|}. */
    public static NDArray logSigmoid(NDArray x) {
        // min(x, 0) - log(1 + exp(-|x|))
        return NDArrays.minimum(x, x.zerosLike())
                .sub(x.abs().neg().exp().add(1f).log());
    }

    /** {@code 1 / (1 + exp(-x))}, elementwise. */
    public static NDArray sigmoid(NDArray x) {
        return x.getNDArrayInternal().sigmoid();
    }

    /** {@code log(sum(exp(x)))} over the last axis, which is dropped. */
    public static NDArray logSumExp(NDArray x) {
        NDArray highest = x.max(new int[] {-1}, true).stopGradient();
        NDArray sum = x.sub(highest).exp().sum(new int[] {-1});
        return sum.log().add(highest.squeeze(-1));
    }

    /** True when every element is a finite number. */
    public static boolean allFinite(NDArray x) {
        try (NDArray bad = x.isNaN().logicalOr(x.isInfinite());
                NDArray any = bad.any()) {
            return !any.getBoolean();
        }
    }
}
