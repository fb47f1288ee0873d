package io.thumbstream.launcher.chaos;

import java.time.Duration;

/**
 * How much happens to a run.
 *
 * @param kills processes killed without warning, at least 1
 * @param seed decides what happens when to which part
 * @param pause mean time between two events
 */
record ChaosPlan(int kills, long seed, Duration pause) {
    ChaosPlan {
        if (kills < 1) {
            throw new IllegalArgumentException("--kills is " + kills + "; give at least 1");
        }
        if (pause.isZero() || pause.isNegative()) {
            throw new IllegalArgumentException("--pause is " + pause + "; give a time above zero, such as 6s");
        }
    }
}
