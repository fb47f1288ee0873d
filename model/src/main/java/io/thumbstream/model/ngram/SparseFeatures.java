package io.thumbstream.model.ngram;

import java.util.Arrays;

/**
 * Sparse vector over a hashed feature space, each index at most once.
 *
 * <p>Shared between threads without copying; the arrays are not exposed.
 */
public final class SparseFeatures {
    private final int[] indices;
    private final float[] values;
    private final byte[] families;

    SparseFeatures(int[] indices, float[] values, byte[] families) {
        this.indices = indices;
        this.values = values;
        this.families = families;
    }

    /** Number of features that are not zero. */
    public int size() {
        return indices.length;
    }

    /** Place of the {@code i}-th feature in the space. */
    public int index(int i) {
        return indices[i];
    }

    /** Value of the {@code i}-th feature. */
    public float value(int i) {
        return values[i];
    }

    /** Kind of the {@code i}-th feature. */
    public FeatureFamily family(int i) {
        return FeatureFamily.of(families[i]);
    }

    /** Inner product with a dense weight vector. */
    public double dot(float[] weights) {
        double sum = 0;
        for (int i = 0; i < indices.length; i++) {
            sum += (double) weights[indices[i]] * values[i];
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseFeatures that
                && Arrays.equals(indices, that.indices)
                && Arrays.equals(values, that.values)
                && Arrays.equals(families, that.families);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(indices) * 31 + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "SparseFeatures[size=" + indices.length + "]";
    }
}
