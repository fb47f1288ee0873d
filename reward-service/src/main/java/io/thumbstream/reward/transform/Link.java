package io.thumbstream.reward.transform;

/** How a difference of scores becomes a reward. The difference has no unit; all links rise with it. */
enum Link {
    /** {@code 1 / (1 + e^-z)}, in (0, 1): how likely the better score is preferred. */
    SIGMOID(0, 1),
    /** {@code -log(1 + e^-z)}, below 0: little gain where the answer is better already, a steep loss elsewhere. */
    LOG_SIGMOID(Double.NEGATIVE_INFINITY, 0),
    /** {@code tanh z}, in (-1, 1). */
    TANH(-1, 1),
    /** {@code min(1, max(-1, z))}. */
    CLIP(-1, 1),
    /** {@code z}. */
    LINEAR(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    private final double low;
    private final double high;

    Link(double low, double high) {
        this.low = low;
        this.high = high;
    }

    /** The reward of a difference; finite for every finite one. */
    double of(double difference) {
        return switch (this) {
            case SIGMOID -> 1 / (1 + Math.exp(-difference));
            case LOG_SIGMOID -> Math.min(difference, 0) - Math.log1p(Math.exp(-Math.abs(difference)));
            case TANH -> Math.tanh(difference);
            case CLIP -> Math.min(1, Math.max(-1, difference));
            case LINEAR -> difference;
        };
    }

    /** No reward is smaller. */
    double low() {
        return low;
    }

    /** No reward is larger. */
    double high() {
        return high;
    }
}
