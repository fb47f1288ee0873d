package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.service.Service;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for what other threads and processes do. */
public final class Waiting {
    private static final Duration READY_WITHIN = Duration.ofMinutes(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private Waiting() {}

    /**
     * Waits until {@code reached}.
     *
     * @throws TransientException naming {@code what} when it takes longer than {@code within}
     */
    static void until(String what, Duration within, BooleanSupplier reached) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new TransientException(
                        what + " did not come within " + within.toSeconds() + " s; the log says why");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** Waits until {@code service} may receive work. */
    public static void ready(Service service) {
        until("the readiness of the " + service.name() + " service", READY_WITHIN, service::ready);
    }

    /**
     * Waits until {@code count} has come to {@code wanted}, or has stood still for {@code patience}.
     *
     * @return what it came to
     */
    static long settled(long wanted, Duration patience, LongSupplier count) {
        long last = count.getAsLong();
        long since = System.nanoTime();
        while (last < wanted && System.nanoTime() - since < patience.toNanos()) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            long now = count.getAsLong();
            if (now != last) {
                last = now;
                since = System.nanoTime();
            }
        }
        return last;
    }
}
