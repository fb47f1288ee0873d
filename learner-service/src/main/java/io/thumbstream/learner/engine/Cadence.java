package io.thumbstream.learner.engine;

import java.time.Duration;

/**
 * Every so many steps or so much time, whichever comes first, and only when a step was taken since the last time.
 *
 * @param steps at least 1
 * @param interval longer than zero
 */
public record Cadence(long steps, Duration interval) {
    public Cadence {
        if (steps < 1) {
            throw new IllegalArgumentException("steps is " + steps + "; give at least 1");
        }
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("interval is " + interval + "; give a time above zero");
        }
    }
}
