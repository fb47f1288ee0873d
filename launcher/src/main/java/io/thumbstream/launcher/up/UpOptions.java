package io.thumbstream.launcher.up;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How an all-in-one run goes.
 *
 * @param duration when it ends by itself; empty runs until it is interrupted
 * @param report directory for the report; empty writes none
 * @param simulate whether simulated users take part
 * @param json whether the figures are printed as the last line of standard output
 */
public record UpOptions(Optional<Duration> duration, Optional<Path> report, boolean simulate, boolean json) {
    public UpOptions {
        duration.ifPresent(time -> {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("--for is " + time + "; give a time above zero, such as 3m");
            }
        });
    }
}
