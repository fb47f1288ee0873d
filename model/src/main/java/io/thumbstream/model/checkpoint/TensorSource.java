package io.thumbstream.model.checkpoint;

import java.io.IOException;
import java.nio.FloatBuffer;

/** A float32 tensor whose values may be fetched only when they are written, so that not all need memory at once. */
public interface TensorSource {
    /** Extent of each axis, empty for a scalar. */
    long[] shape();

    /** All elements in row-major order; may copy them at each call. */
    FloatBuffer values();

    /** Hands out all elements in row-major order, in one piece or in several; may copy them at each call. */
    default void read(Sink sink) throws IOException {
        sink.accept(values());
    }

    /** Number of elements. */
    default long elements() {
        return TensorData.elements(shape());
    }

    /** Takes the values of a tensor, one piece after the other. */
    @FunctionalInterface
    interface Sink {
        /** Takes the next elements, which are the remaining ones of {@code values}. */
        void accept(FloatBuffer values) throws IOException;
    }
}
