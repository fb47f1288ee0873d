package io.thumbstream.model.tensor;

import ai.djl.ndarray.NDArray;

/** Reductions over {@code [batch, time]} values that count only positions whose mask is one. */
public final class Masked {
    private static final int[] TIME = {1};

    private Masked() {}

    /** Sum over all counted positions, shape {@code []}. */
    public static NDArray sum(NDArray values, NDArray mask) {
        return values.mul(mask).sum();
    }

    /** Mean over all counted positions, shape {@code []}; zero when nothing is counted. */
    public static NDArray mean(NDArray values, NDArray mask) {
        return sum(values, mask).div(mask.sum().maximum(Scalars.of(mask.getManager(), 1)));
    }

    /** Sum of each row's counted positions, shape {@code [batch]}. */
    public static NDArray rowSum(NDArray values, NDArray mask) {
        return values.mul(mask).sum(TIME);
    }

    /** Mean of each row's counted positions, shape {@code [batch]}; zero for a row without any. */
    public static NDArray rowMean(NDArray values, NDArray mask) {
        return rowSum(values, mask).div(mask.sum(TIME).maximum(Scalars.of(mask.getManager(), 1)));
    }
}
