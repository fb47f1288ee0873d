package io.thumbstream.lab.drift.signal;

import java.util.Arrays;

/** Mean and variance of a few numbers. */
final class Moments {
    /** Below it, numbers count as equal. */
    static final double TINY = 1e-12;

    private Moments() {}

    /** Mean; 0 for no numbers. */
    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /** Unbiased variance; 0 for fewer than two numbers. */
    static double variance(double[] values) {
        if (values.length < 2) {
            return 0;
        }
        double mean = mean(values);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return squares / (values.length - 1);
    }
}
