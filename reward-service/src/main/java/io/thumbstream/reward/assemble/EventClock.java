package io.thumbstream.reward.assemble;

import java.time.Duration;

/**
 * Event time of a stream, which goes on when traffic stops.
 *
 * <p>It is the largest event time seen; once nothing came for the grace time it runs with the wall clock, so that windows
 * close in silence. Of wall-clock times only the differences count. It never goes back. Not thread-safe.
 */
public final class EventClock {
    private final long graceMicros;
    private long micros = Long.MIN_VALUE;
    private long lastWallMicros;

    public EventClock(Duration grace) {
        Durations.notNegative("idle-grace", grace);
        this.graceMicros = Durations.micros(grace);
    }

    /** Sees an event. */
    public void observe(long eventMicros, long wallMicros) {
        long now = started() ? now(wallMicros) : Long.MIN_VALUE;
        micros = Math.max(now, eventMicros);
        lastWallMicros = wallMicros;
    }

    /** Whether any event was seen; before that there is no event time. */
    public boolean started() {
        return micros != Long.MIN_VALUE;
    }

    /** Event time at a wall-clock time, microseconds. */
    public long now(long wallMicros) {
        if (!started()) {
            throw new IllegalStateException("no event was seen yet; ask started() first");
        }
        return micros + Math.max(0, wallMicros - lastWallMicros - graceMicros);
    }
}
