package io.thumbstream.learner.correct;

/**
 * What a label asks of a model: cross-entropy {@code weight * -(value ln p + (1 - value) ln(1 - p))}.
 *
 * @param value probability target in [0, 1]
 * @param weight importance, finite and at least 0
 * @param clipped whether a bound cut the weight, so that what is asked is no longer unbiased
 */
public record Target(double value, double weight, boolean clipped) {
    public Target {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a target has the value " + value + "; it must lie in [0, 1]");
        }
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("a target has the weight " + weight + "; it must be 0 or more");
        }
    }

    /** The target as the label says it. */
    public static Target of(double value, double weight) {
        return new Target(value, weight, false);
    }

    /**
     * The target with its "yes" and its "no" weighed apart: a value in between is both, each to its share.
     *
     * @param yes factor of the part {@code value}
     * @param no factor of the part {@code 1 - value}
     */
    Target weighed(double yes, double no) {
        double sum = value * yes + (1 - value) * no;
        return sum > 0 ? new Target(value * yes / sum, weight * sum, clipped) : new Target(value, 0, clipped);
    }

    /** The target with another weight, cut at {@code largest} times the present one. */
    Target times(double factor, double largest) {
        return factor > largest
                ? new Target(value, weight * largest, true)
                : new Target(value, weight * factor, clipped);
    }
}
