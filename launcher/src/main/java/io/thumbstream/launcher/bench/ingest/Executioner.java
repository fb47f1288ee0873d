package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.launcher.chaos.Child;
import io.thumbstream.launcher.console.Progress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Kills a process without warning at regular times, on a thread of its own, and starts it again at once. */
final class Executioner implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Child victim;
    private final Duration every;
    private final Progress progress;
    private final AtomicLong kills = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "bench-kills");

    /** @param every time between two kills; the first comes after half of it */
    Executioner(Child victim, Duration every, Progress progress) {
        this.victim = victim;
        this.every = every;
        this.progress = progress;
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    /** Kills so far. */
    long kills() {
        return kills.get();
    }

    private void run() {
        try {
            long wait = every.toMillis() / 2;
            while (!closing.await(wait, TimeUnit.MILLISECONDS)) {
                victim.kill();
                victim.start(PATIENCE);
                progress.done(kills.incrementAndGet());
                wait = every.toMillis();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the victim live from now on. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(every.plus(PATIENCE).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
