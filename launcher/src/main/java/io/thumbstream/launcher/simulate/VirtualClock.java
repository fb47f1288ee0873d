package io.thumbstream.launcher.simulate;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A clock that stands where it is put; the beginning of every simulation is the same moment. */
final class VirtualClock extends Clock {
    /** Microseconds since the epoch at which every simulation begins: 2026-03-01T10:00:00Z. */
    static final long BEGIN = 1_772_359_200_000_000L;

    private long micros;

    /** @param moment microseconds after the beginning */
    void set(long moment) {
        micros = moment;
    }

    /** The moment as an instant. */
    static Instant at(long moment) {
        return Instant.EPOCH.plus(BEGIN + moment, ChronoUnit.MICROS);
    }

    @Override
    public Instant instant() {
        return at(micros);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
