package io.thumbstream.model.checkpoint;

import java.nio.FloatBuffer;

/**
 * A float32 tensor outside any native library.
 *
 * @param shape extent of each axis, empty for a scalar
 * @param values remaining elements in row-major order
 */
public record TensorData(long[] shape, FloatBuffer values) implements TensorSource {
    public TensorData {
        if (values.remaining() != elements(shape)) {
            throw new IllegalArgumentException("A tensor of " + elements(shape) + " elements got " + values.remaining()
                    + " values; give exactly one value per element");
        }
    }

    /** A tensor over an array, without copying. */
    public static TensorData of(long[] shape, float[] values) {
        return new TensorData(shape, FloatBuffer.wrap(values));
    }

    static long elements(long[] shape) {
        long elements = 1;
        for (long extent : shape) {
            elements = Math.multiplyExact(elements, extent);
        }
        return elements;
    }
}
