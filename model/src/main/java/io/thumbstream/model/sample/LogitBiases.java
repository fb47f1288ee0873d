package io.thumbstream.model.sample;

import java.util.Arrays;

/** What is added to single logits of one decode step, by place in {@code [row, vocabulary]}; reused from step to step. */
final class LogitBiases {
    private long[] places = new long[8];
    private float[] values = new float[8];
    private int count;

    void clear() {
        count = 0;
    }

    void add(long place, double value) {
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        places[count] = place;
        values[count++] = (float) value;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Places, axis {@code [bias]}; a copy. */
    long[] places() {
        return Arrays.copyOf(places, count);
    }

    /** What is added there, axis {@code [bias]}; a copy. */
    float[] values() {
        return Arrays.copyOf(values, count);
    }
}
