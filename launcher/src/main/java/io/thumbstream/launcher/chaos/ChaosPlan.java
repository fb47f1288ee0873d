package io.thumbstream.launcher.chaos;

import java.time.Duration;

/**
 * How much happens to a run.
 *
 * @param kills processes killed without warning, at least 1
 * @param seed decides what happens when to which part
 * @param pause mean time between two events
 * @param erasures people who ask to be erased meanwhile, at most one for each kill
 */
record ChaosPlan(int kills, long seed, Duration pause, int erasures) {
    /** One person for so many kills. */
    private static final int KILLS_PER_ERASURE = 50;

    ChaosPlan {
        if (kills < 1) {
            throw new IllegalArgumentException("--kills is " + kills + "; give at least 1");
        }
        if (pause.isZero() || pause.isNegative()) {
            throw new IllegalArgumentException("--pause is " + pause + "; give a time above zero, such as 6s");
        }
        if (erasures < 0 || erasures > kills) {
            throw new IllegalArgumentException(
                    "--erasures is " + erasures + "; give 0 to " + kills + ", not more than --kills");
        }
    }

    /** How many people are erased in a run of so many kills unless told otherwise. */
    static int usualErasures(int kills) {
        return Math.max(1, kills / KILLS_PER_ERASURE);
    }
}
