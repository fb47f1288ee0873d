package io.thumbstream.lab.report;

import java.util.Arrays;

/**
 * A mean with its confidence interval, of 95 % unless said otherwise.
 *
 * <p>{@code mean +- t * s / sqrt(n)} with Student's {@code t} for {@code n - 1} degrees of freedom and the sample standard
 * deviation {@code s}. With one value the interval is that value.
 *
 * @param mean mean of the values
 * @param low lower end
 * @param high upper end
 * @param count values it is made of
 */
public record Interval(double mean, double low, double high, int count) {
    private static final double NORMAL_975 = 1.959963985;
    private static final double NORMAL_95 = 1.644853627;
    private static final double[] STUDENT_95 = {
        6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753
    };
    private static final double[] STUDENT_975 = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131
    };

    /** Returns the interval of at least one value. */
    public static Interval of(double... values) {
        return of(STUDENT_975, NORMAL_975, values);
    }

    /** Returns the 90 % interval of at least one value. */
    public static Interval ninety(double... values) {
        return of(STUDENT_95, NORMAL_95, values);
    }

    /**
     * Returns the 95 % interval of a share by Wilson: {@code (p + z^2 / 2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)} with
     * {@code p = hits / count}. It stays inside [0, 1] and is not empty at 0 and 1.
     *
     * @param hits how many counted, a half for those that count half, range [0, count]
     * @param count of how many, at least 1
     */
    public static Interval share(double hits, int count) {
        if (count < 1 || !(hits >= 0 && hits <= count)) {
            throw new IllegalArgumentException(
                    hits + " of " + count + " is no share; give 1 or more in all and not more hits than that");
        }
        double share = hits / count;
        double square = NORMAL_975 * NORMAL_975 / count;
        double middle = (share + square / 2) / (1 + square);
        double half = NORMAL_975 * Math.sqrt(share * (1 - share) / count + square / (4 * count)) / (1 + square);
        return new Interval(share, Math.max(0, middle - half), Math.min(1, middle + half), count);
    }

    private static Interval of(double[] table, double normal, double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("There are 0 values; an interval needs at least 1");
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double half = values.length == 1
                ? 0
                : student(table, normal, values.length - 1) * Math.sqrt(squares / (values.length - 1) / values.length);
        return new Interval(mean, mean - half, mean + half, values.length);
    }

    /** Student's t; above the table by its expansion around the normal one, good to 0.001. */
    private static double student(double[] table, double z, int degrees) {
        return degrees <= table.length ? table[degrees - 1] : z + (z * z * z + z) / (4.0 * degrees);
    }
}
