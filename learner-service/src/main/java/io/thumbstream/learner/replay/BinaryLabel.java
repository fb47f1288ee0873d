package io.thumbstream.learner.replay;

import java.util.Optional;

/**
 * What a person said about one answer.
 *
 * @param value probability target in [0, 1]; 1 is up
 * @param weight importance, above zero
 * @param said importance before anything took from it, at least the weight
 * @param rater pseudonymous key of the person who asked, who as a rule is the one who judges; where known
 */
public record BinaryLabel(double value, double weight, double said, Optional<String> rater) {
    public BinaryLabel {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("A label of " + value + " is not in [0, 1]");
        }
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("A label weight of " + weight + " is not finite and positive");
        }
        if (!(said >= weight) || Double.isInfinite(said)) {
            throw new IllegalArgumentException("A label weighs " + weight + " but was said with " + said
                    + "; give a finite weight that is not below");
        }
    }

    /** What a person said, with all of its weight. */
    public BinaryLabel(double value, double weight, Optional<String> rater) {
        this(value, weight, weight, rater);
    }

    /** What nobody known said. */
    public BinaryLabel(double value, double weight) {
        this(value, weight, Optional.empty());
    }

    /** Share of its weight that is left, in (0, 1]. */
    public double left() {
        return weight / said;
    }

    /** The same with a share of its weight, in {@code [0, 1]}; empty when nothing is left. */
    Optional<BinaryLabel> weighed(double share) {
        double left = weight * share;
        return left > 0 ? Optional.of(new BinaryLabel(value, left, said, rater)) : Optional.empty();
    }
}
