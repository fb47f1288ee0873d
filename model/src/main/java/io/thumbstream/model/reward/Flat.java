package io.thumbstream.model.reward;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/** Numbers between tables of Java and arrays of the tensor library. */
public final class Flat {
    private Flat() {}

    /** The values of a table with rows of one length, row after row; at least one row. */
    public static float[] of(double[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return flat;
    }

    /** The rows of an array {@code [row, column]}. */
    static double[][] rows(NDArray values) {
        double[] flat = doubles(values);
        int width = Math.toIntExact(values.getShape().get(1));
        double[][] rows = new double[flat.length / width][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }

    /** The values of an array in row-major order. */
    static double[] doubles(NDArray values) {
        float[] floats = values.toFloatArray();
        double[] doubles = new double[floats.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}
