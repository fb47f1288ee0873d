package io.thumbstream.lab.drive;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Running {@link DriverCounts} that others can read and wait for. */
final class Ledger {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile DriverCounts counts = DriverCounts.NONE;

    DriverCounts counts() {
        return counts;
    }

    void questions(UnaryOperator<CallCounts> change) {
        update(now -> new DriverCounts(change.apply(now.questions()), now.feedback(), now.votes(), now.waiting()));
    }

    void feedback(UnaryOperator<CallCounts> change) {
        update(now -> new DriverCounts(now.questions(), change.apply(now.feedback()), now.votes(), now.waiting()));
    }

    /** Notes the outcome of one piece of feedback, and the vote it is, as one change. */
    void given(boolean accepted, boolean vote) {
        update(now -> new DriverCounts(
                now.questions(),
                now.feedback().ended(accepted),
                now.votes() + (accepted && vote ? 1 : 0),
                now.waiting()));
    }

    /** Notes that somebody begins to think about feedback. */
    void thinking() {
        update(now -> new DriverCounts(now.questions(), now.feedback(), now.votes(), now.waiting() + 1));
    }

    /** Notes that feedback somebody was thinking about is sent now. */
    void decided() {
        update(now ->
                new DriverCounts(now.questions(), now.feedback().begun(), now.votes(), Math.max(0, now.waiting() - 1)));
    }

    /** Forgets everybody who is still thinking. */
    void forget() {
        update(now -> new DriverCounts(now.questions(), now.feedback(), now.votes(), 0));
    }

    /** Waits until the counts fulfil a condition; false when the time is up first. */
    boolean await(Predicate<DriverCounts> condition, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!condition.test(counts)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void update(UnaryOperator<DriverCounts> change) {
        lock.lock();
        try {
            counts = change.apply(counts);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
