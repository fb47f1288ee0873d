package io.thumbstream.generator;

import io.thumbstream.runtime.error.FatalException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named thread that runs one loop until it is stopped, starts the loop again after a failure that can pass, and shows
 * whether it still beats.
 */
final class LoopThread {
    private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(90);

    private final Thread thread;
    private final Clock clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile Instant lastBeat;
    private volatile boolean failed;

    /** The loop's view of its thread. */
    interface Body {
        /**
         * Runs until {@link LoopThread#stopping()}, calling {@link LoopThread#beat()} at every turn.
         *
         * @throws Exception to be started again after a pause
         */
        void run(LoopThread self) throws Exception;
    }

    LoopThread(String name, Clock clock, Body body) {
        this.clock = clock;
        this.lastBeat = clock.instant();
        this.thread = new Thread(() -> supervise(name, body), name);
        thread.setDaemon(true);
    }

    void start() {
        lastBeat = clock.instant();
        thread.start();
    }

    void beat() {
        lastBeat = clock.instant();
    }

    boolean stopping() {
        return stop.getCount() == 0;
    }

    /** Waits at most this long for the stop signal. */
    boolean awaitStop(Duration timeout) throws InterruptedException {
        return stop.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the loop runs and has beaten lately. */
    boolean alive() {
        return thread.isAlive() && !failed && clock.instant().isBefore(lastBeat.plus(SILENCE));
    }

    /** Asks the loop to end and waits at most {@code timeout} for it. */
    void stop(Duration timeout) {
        stop.countDown();
        try {
            thread.join(timeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.atWarn().addKeyValue("thread", thread.getName()).log("loop did not end in time and is interrupted");
            thread.interrupt();
        }
    }

    private void supervise(String name, Body body) {
        try {
            while (!stopping()) {
                try {
                    beat();
                    body.run(this);
                } catch (InterruptedException | FatalException e) {
                    throw e;
                } catch (Exception e) {
                    LOG.atError().setCause(e).addKeyValue("loop", name).log("loop failed and is started again");
                    boolean unused = awaitStop(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FatalException e) {
            failed = true;
            LOG.atError().setCause(e).addKeyValue("loop", name).log("loop stopped for good");
        }
    }
}
