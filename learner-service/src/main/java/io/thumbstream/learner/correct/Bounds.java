package io.thumbstream.learner.correct;

import java.time.Duration;

/** Bounds and windows that more than one correction has. */
final class Bounds {
    /** Largest factor of a label unless set otherwise: one vote must not outweigh a batch. */
    static final double LARGEST = 20;

    private static final double MILLIS_PER_SECOND = 1000;

    private Bounds() {}

    static void largest(double largest) {
        if (!(largest >= 1) || Double.isInfinite(largest)) {
            throw new IllegalArgumentException("largest is " + largest + "; give a finite number of 1 or more");
        }
    }

    static void rate(String name, double rate) {
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException(name + " is " + rate + "; give a probability above 0 and up to 1");
        }
    }

    static void window(Duration window) {
        if (window.toMillis() < 1) {
            throw new IllegalArgumentException("window is " + window + "; give at least 1 ms");
        }
    }

    /** Whether feedback came after its window, in which silence has spoken for it. */
    static boolean late(Evidence evidence, Duration window) {
        return !evidence.silent() && evidence.delaySeconds() > seconds(window);
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS_PER_SECOND;
    }
}
