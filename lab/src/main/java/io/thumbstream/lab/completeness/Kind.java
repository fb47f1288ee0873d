package io.thumbstream.lab.completeness;

import java.time.Duration;

/**
 * A kind of feedback.
 *
 * @param name in lower case, for example {@code thumb}
 * @param window its attribution window
 * @param compares whether it is about several answers of one group; then a group with at least two shown answers waits, not an answer
 */
public record Kind(String name, Duration window, boolean compares) {
    private static final double NANOS_PER_SECOND = 1e9;

    public Kind {
        if (window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("window of " + name + " is " + window + "; give a time above zero");
        }
    }

    /** The window in seconds. */
    public double windowSeconds() {
        return window.getSeconds() + window.getNano() / NANOS_PER_SECOND;
    }
}
