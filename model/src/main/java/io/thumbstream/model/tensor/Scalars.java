package io.thumbstream.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Constants that are safe inside a differentiated graph.
 *
 * <p>{@code NDArray.mul/div/pow(Number)} lend the graph a Java buffer that may be collected before backward, which gives
 * wrong gradients without an error. The constants made here are owned by the native library. {@code add} and {@code sub}
 * with a number keep nothing and are safe.
 */
public final class Scalars {
    private Scalars() {}

    /** A float32 scalar of shape {@code []} owned by {@code manager}. */
    public static NDArray of(NDManager manager, double value) {
        return manager.full(new Shape(), (float) value, DataType.FLOAT32);
    }

    /** {@code x * factor}, same shape as {@code x}. */
    public static NDArray times(NDArray x, double factor) {
        return x.mul(of(x.getManager(), factor));
    }

    /** {@code x / divisor}, same shape as {@code x}. */
    public static NDArray over(NDArray x, double divisor) {
        return x.div(of(x.getManager(), divisor));
    }

    /** {@code x} to the power {@code exponent}, same shape as {@code x}. */
    public static NDArray power(NDArray x, double exponent) {
        return x.pow(of(x.getManager(), exponent));
    }
}
