package io.thumbstream.model.ngram;

import java.util.Arrays;

/** Collects features without duplicates; a family's values are scaled to unit length as one block. */
final class SparseBuilder {
    private static final int INITIAL = 256;

    private int[] indices = new int[INITIAL];
    private float[] values = new float[INITIAL];
    private byte[] families = new byte[INITIAL];
    private int[] slots = new int[INITIAL * 4];
    private int size;

    /** Adds a feature; one that is there already keeps its first value. */
    void add(int index, double value, FeatureFamily family) {
        if (value == 0 || !claim(index)) {
            return;
        }
        if (size == indices.length) {
            grow();
        }
        indices[size] = index;
        values[size] = (float) value;
        families[size] = (byte) family.ordinal();
        size++;
        slots[slot(index)] = size;
    }

    /** Number of features so far: the start of the next block. */
    int mark() {
        return size;
    }

    /** Scales the features from {@code start} on to a Euclidean norm of {@code length}. */
    void normalise(int start, double length) {
        double squares = 0;
        for (int i = start; i < size; i++) {
            squares += (double) values[i] * values[i];
        }
        float factor = squares == 0 ? 0 : (float) (length / Math.sqrt(squares));
        for (int i = start; i < size; i++) {
            values[i] *= factor;
        }
    }

    SparseFeatures build() {
        return new SparseFeatures(
                Arrays.copyOf(indices, size), Arrays.copyOf(values, size), Arrays.copyOf(families, size));
    }

    private boolean claim(int index) {
        return slots[slot(index)] == 0;
    }

    /** The slot that holds {@code index}, or the free one where it belongs. */
    private int slot(int index) {
        int mask = slots.length - 1;
        int at = (index * 0x9E3779B9) >>> 8 & mask;
        while (slots[at] != 0 && indices[slots[at] - 1] != index) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        int capacity = indices.length * 2;
        indices = Arrays.copyOf(indices, capacity);
        values = Arrays.copyOf(values, capacity);
        families = Arrays.copyOf(families, capacity);
        slots = new int[capacity * 4];
        for (int i = 0; i < size; i++) {
            slots[slot(indices[i])] = i + 1;
        }
    }
}
