package io.thumbstream.learner.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says when a batch is due: it is full, or what there is has waited long enough. One thread owns it. */
public final class BatchTrigger {
    private final int full;
    private final Duration maxWait;
    private final Clock clock;
    private Optional<Instant> waitingSince = Optional.empty();

    /**
     * @param full size of a full batch, at least 1
     * @param maxWait longest wait of a partial batch, zero or more
     */
    public BatchTrigger(int full, Duration maxWait, Clock clock) {
        this.full = full;
        this.maxWait = maxWait;
        this.clock = clock;
    }

    /**
     * Whether {@code waiting} inputs are a batch now; a batch that is due counts as taken. When the clock was set back the wait begins
     * anew.
     */
    public boolean due(int waiting) {
        if (waiting == 0) {
            waitingSince = Optional.empty();
            return false;
        }
        Instant now = clock.instant();
        Instant since = waitingSince.filter(began -> !began.isAfter(now)).orElse(now);
        boolean due = waiting >= full || !now.isBefore(since.plus(maxWait));
        waitingSince = due ? Optional.empty() : Optional.of(since);
        return due;
    }
}
