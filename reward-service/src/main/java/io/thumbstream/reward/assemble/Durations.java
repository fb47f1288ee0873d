package io.thumbstream.reward.assemble;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Checks and conversions of settings that are durations. */
final class Durations {
    private Durations() {}

    static long micros(Duration duration) {
        return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, java.time.Instant.EPOCH.plus(duration));
    }

    static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " is " + duration + "; give a duration above 0");
        }
    }

    static void notNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " is " + duration + "; give 0 or more");
        }
    }
}
