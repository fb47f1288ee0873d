package io.thumbstream.launcher.experiment.delay;

import io.thumbstream.learner.correct.Target;

/**
 * A model of one number, learned label by label: the rate that fits the newest labels best.
 *
 * <p>The weighted mean {@code sum w v / sum w} of the values, where each further label makes all earlier ones lighter by one part in
 * {@code memory}. It begins at one half.
 */
final class RateFit {
    private static final double BEGINNING = 10;

    private final double keep;
    private double yes = BEGINNING / 2;
    private double all = BEGINNING;

    /** @param memory labels that count, at least 1 */
    RateFit(double memory) {
        this.keep = 1 - 1 / memory;
    }

    double rate() {
        return yes / all;
    }

    void learn(Target target) {
        yes = keep * yes + target.weight() * target.value();
        all = keep * all + target.weight();
    }
}
