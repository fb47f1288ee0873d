package io.thumbstream.learner.reward;

import java.nio.charset.StandardCharsets;

/**
 * How much each member hears of a label: half or one and a half times, by a hash of the label's id and the member.
 *
 * <p>An online form of the bootstrap (Oza and Russell, Online bagging and boosting, 2001) with milder weights than Poisson's, so
 * that no member loses a third of few votes. The same label weighs the same whenever it is used, before and after a restart.
 */
final class BootstrapWeights {
    private static final double LESS = 0.5;
    private static final double MORE = 1.5;

    private BootstrapWeights() {}

    /** Weights of the members for a label, {@code [member]}, times the label's own weight. */
    static double[] of(String labelId, int members, double weight) {
        double[] weights = new double[members];
        long hash = 0xCBF29CE484222325L;
        for (byte b : labelId.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        for (int m = 0; m < members; m++) {
            weights[m] = weight * (mix(hash + 0x9E3779B97F4A7C15L * (m + 1)) < 0 ? LESS : MORE);
        }
        return weights;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
