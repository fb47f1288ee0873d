package io.thumbstream.launcher.rewardtrial;

import java.util.Arrays;

/** How the scores of the members become one. */
enum Reads {
    /** Their mean, as the product reads them. */
    MEAN,
    /** The first alone, as if there were one. */
    FIRST,
    /** The lowest. */
    LOWEST;

    double of(double... members) {
        return switch (this) {
            case MEAN -> Arrays.stream(members).average().orElseThrow();
            case FIRST -> members[0];
            case LOWEST -> Arrays.stream(members).min().orElseThrow();
        };
    }
}
