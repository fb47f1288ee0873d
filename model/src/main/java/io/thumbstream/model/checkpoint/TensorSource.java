package io.thumbstream.model.checkpoint;

import java.nio.FloatBuffer;

/** A float32 tensor whose values may be fetched only when they are written, so that not all need memory at once. */
public interface TensorSource {
    /** Extent of each axis, empty for a scalar. */
    long[] shape();

    /** All elements in row-major order; may copy them at each call. */
    FloatBuffer values();

    /** Number of elements. */
    default long elements() {
        return TensorData.elements(shape());
    }
}
