package io.thumbstream.learner.engine;

import java.time.Duration;
import java.time.Instant;

/** Remembers when something was last done and says whether it is due by a {@link Cadence}. */
final class Trigger {
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(15);

    private final Cadence cadence;
    private long lastStep;
    private Instant lastTime;
    private Instant notBefore;

    Trigger(Cadence cadence, Instant now) {
        this.cadence = cadence;
        this.lastTime = now;
        this.notBefore = now;
    }

    /** A clock that was set back starts the interval anew, so that nothing waits for the old time to come again. */
    boolean due(long step, Instant now) {
        if (now.isBefore(lastTime)) {
            lastTime = now;
            notBefore = now;
        }
        if (step <= lastStep || now.isBefore(notBefore)) {
            return false;
        }
        return step - lastStep >= cadence.steps() || !now.isBefore(lastTime.plus(cadence.interval()));
    }

    long lastStep() {
        return lastStep;
    }

    boolean pending(long step) {
        return step > lastStep;
    }

    /** It could not be done: it is due again after an interval, and not before 15 s. */
    void postpone(Instant now) {
        lastTime = now;
        Duration interval = cadence.interval();
        notBefore = now.plus(interval.compareTo(SHORTEST_PAUSE) > 0 ? interval : SHORTEST_PAUSE);
    }

    void done(long step, Instant now) {
        lastStep = step;
        lastTime = now;
    }
}
