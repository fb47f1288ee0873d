package io.thumbstream.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/**
 * Reads a float32 array piece by piece, so that no more than one piece of it lies in Java's memory.
 *
 * <p>The embedding of a model of 600 million parameters alone may take 600 MiB, more than a process should need of heap beside its tensors.
 */
public final class Pieces {
    /** Elements of a piece: 16 MiB. */
    private static final long MOST = 1 << 22;

    private Pieces() {}

    /**
     * Takes the elements of an array, one piece after the other.
     *
     * @param <E> what it may throw
     */
    @FunctionalInterface
    public interface Sink<E extends Exception> {
        /** Takes the next elements in row-major order. */
        void accept(float[] values) throws E;
    }

    /** Hands out all elements of {@code array} in row-major order. */
    public static <E extends Exception> void read(NDArray array, Sink<E> sink) throws E {
        read(array, MOST, sink);
    }

    /** The same with at most {@code most} elements at once. */
    static <E extends Exception> void read(NDArray array, long most, Sink<E> sink) throws E {
        long size = array.size();
        if (size <= most) {
            sink.accept(array.toFloatArray());
            return;
        }
        for (long first = 0; first < size; first += most) {
            long from = first;
            long to = Math.min(size, first + most);
            float[] values = Grad.off(() -> slice(array, from, to));
            sink.accept(values);
        }
    }

    private static float[] slice(NDArray array, long from, long to) {
        try (NDArray flat = array.reshape(-1);
                NDArray piece = flat.get(new NDIndex(from + ":" + to))) {
            return piece.toFloatArray();
        }
    }
}
