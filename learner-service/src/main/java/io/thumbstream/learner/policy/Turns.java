package io.thumbstream.learner.policy;

import java.util.Optional;
import java.util.function.Supplier;

/** Lets work that is done side by side pass one door in a fixed order. Thread-safe. */
final class Turns {
    private int next;
    private Optional<Throwable> broken = Optional.empty();

    /**
     * Waits for all turns before {@code turn}, then runs {@code body} alone.
     *
     * @throws IllegalStateException when somebody else failed, so that the turn will never come; what failed is its cause
     */
    synchronized <T> T take(int turn, Supplier<T> body) {
        while (next < turn && broken.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted within a step", e);
            }
        }
        if (broken.isPresent()) {
            throw new IllegalStateException("another part of the step failed", broken.get());
        }
        T result = body.get();
        next++;
        notifyAll();
        return result;
    }

    /**
     * Says that a turn will never be taken, to everybody who waits.
     *
     * @param why what failed; the first that is told counts
     */
    synchronized void breakOff(Throwable why) {
        if (broken.isEmpty()) {
            broken = Optional.of(why);
        }
        notifyAll();
    }
}
