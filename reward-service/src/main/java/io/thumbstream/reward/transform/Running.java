package io.thumbstream.reward.transform;

/**
 * Exponentially weighted mean of the rewards that earlier groups brought to one stage. Immutable.
 *
 * @param count groups seen
 * @param mean their mean reward; 0 before the first
 */
public record Running(long count, double mean) {
    private static final double MEMORY = 1.0 / 200;

    /** Nothing seen. */
    public static Running empty() {
        return new Running(0, 0);
    }

    /** With one more group; early groups count equally, later ones with weight 1/200. */
    public Running with(double groupMean) {
        double rate = Math.max(MEMORY, 1.0 / (count + 1));
        return new Running(count + 1, mean + rate * (groupMean - mean));
    }
}
