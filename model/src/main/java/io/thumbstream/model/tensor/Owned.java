package io.thumbstream.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.memory.OffHeap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Float32 arrays in memory that the native library allocated, so on 64-byte boundaries.
 *
 * <p>On a CPU, {@code NDManager.create}, {@code NDArray.copyTo} and {@code set(Buffer)} have an array lie in Java memory outside the heap, on
 * 16-byte boundaries. That memory is limited, ends with the Java object, whatever still uses it, and begins elsewhere in every run, by which
 * matrix products may round. Whatever lives long or enters a matrix product is made and overwritten here.
 */
public final class Owned {
    private Owned() {}

    /** An array of {@code shape} filled with {@code values}, in row-major order. */
    public static NDArray of(NDManager manager, float[] values, Shape shape) {
        return of(manager, FloatBuffer.wrap(values), shape);
    }

    /** An array of {@code shape} filled with the remaining {@code values}, in row-major order. */
    public static NDArray of(NDManager manager, FloatBuffer values, Shape shape) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(values.remaining(), Float.BYTES))
                .order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values.duplicate());
        try (NDArray borrowed = manager.create(bytes, shape, DataType.FLOAT32)) {
            return borrowed.duplicate();
        } finally {
            OffHeap.free(bytes);
        }
    }

    /** Overwrites {@code target} in its place with {@code source}, of equal shape; call it with gradients off. */
    public static void assign(NDArray target, NDArray source) {
        if (!target.getShape().equals(source.getShape())) {
            throw new IllegalArgumentException("Cannot overwrite an array of shape " + target.getShape()
                    + " with one of shape " + source.getShape());
        }
        try (NDArray from = source.reshape(-1)) {
            assign(target, 0, from);
        }
    }

    /** Overwrites the elements of {@code target} from {@code first}, in row-major order, with the vector {@code source}; as above. */
    public static void assign(NDArray target, long first, NDArray source) {
        try (NDArray flat = target.reshape(-1)) {
            flat.set(new NDIndex(first + ":" + (first + source.size())), source);
        }
    }
}
