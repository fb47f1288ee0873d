package io.thumbstream.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * A {@code List[Tensor]} argument prepared once for many script calls.
 *
 * <p>It refers to the arrays that were given: writing into them is seen by the next call, replacing one needs a new list.
 * The arrays must outlive it.
 */
public final class TensorList implements AutoCloseable {
    private final IValue value;

    private TensorList(IValue value) {
        this.value = value;
    }

    /** Prepares {@code arrays}, in order. */
    public static TensorList of(List<NDArray> arrays) {
        return new TensorList(IValue.listFrom(arrays.toArray(PtNDArray[]::new)));
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
    }
}
