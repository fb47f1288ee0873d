package io.thumbstream.learner.replay;

import java.util.Optional;

/**
 * What a person said about one answer.
 *
 * @param value probability target in [0, 1]; 1 is up
 * @param weight importance, above zero
 * @param rater pseudonymous key of the person who asked, who as a rule is the one who judges; where known
 */
public record BinaryLabel(double value, double weight, Optional<String> rater) {
    public BinaryLabel {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("A label of " + value + " is not in [0, 1]");
        }
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("A label weight of " + weight + " is not finite and positive");
        }
    }

    /** What nobody known said. */
    public BinaryLabel(double value, double weight) {
        this(value, weight, Optional.empty());
    }
}
