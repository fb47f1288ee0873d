package io.thumbstream.learner.engine;

import java.time.Instant;

/** Remembers when something was last done and says whether it is due by a {@link Cadence}. */
final class Trigger {
    private final Cadence cadence;
    private long lastStep;
    private Instant lastTime;

    Trigger(Cadence cadence, Instant now) {
        this.cadence = cadence;
        this.lastTime = now;
    }

    boolean due(long step, Instant now) {
        if (step <= lastStep) {
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

    void done(long step, Instant now) {
        lastStep = step;
        lastTime = now;
    }
}
