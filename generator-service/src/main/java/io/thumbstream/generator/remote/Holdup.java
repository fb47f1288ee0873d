package io.thumbstream.generator.remote;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a failing server is left alone: each failure after a pause doubles the next one, and the first token ends it all. While failures
 * go on, one request tries the server for all others.
 */
final class Holdup {
    private final RemoteSettings settings;
    private final Clock clock;
    private Instant until = Instant.MIN;
    private int failures;

    Holdup(RemoteSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Notes a failure; those of calls that were under way when the first one came are of the same cause and count once. */
    void failed(RemoteException failure) {
        Instant now = clock.instant();
        if (now.isBefore(until)) {
            return;
        }
        failures++;
        Duration own = settings.pause(failures);
        Duration asked = failure.pause().map(settings::atMost).orElse(Duration.ZERO);
        until = now.plus(asked.compareTo(own) > 0 ? asked : own);
    }

    /** The server drew a token. */
    void passed() {
        failures = 0;
        until = Instant.MIN;
    }

    /** Whether nothing may be asked yet. */
    boolean pausing() {
        return clock.instant().isBefore(until);
    }

    /** Whether the server has not drawn a token since it failed. */
    boolean doubtful() {
        return failures > 0;
    }
}
