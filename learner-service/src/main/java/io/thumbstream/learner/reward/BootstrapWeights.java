package io.thumbstream.learner.reward;

import io.thumbstream.runtime.random.Hashes;

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
        long hash = Hashes.of(labelId);
        for (int m = 0; m < members; m++) {
            weights[m] = weight * (Hashes.mix(hash + Hashes.GOLDEN_GAMMA * (m + 1)) < 0 ? LESS : MORE);
        }
        return weights;
    }
}
