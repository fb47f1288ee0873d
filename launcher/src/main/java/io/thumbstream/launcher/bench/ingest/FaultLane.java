package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.runtime.error.TransientException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that keeps a pace and never gives up a vote: where the connection breaks or the gateway says to come back, it sends the
 * same votes with the same ids again, as every client should.
 */
final class FaultLane implements Callable<Double> {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLane.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration GIVE_UP = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int ACCEPTED = 202;
    private static final double NANOS = 1e9;

    private final URI gateway;
    private final VotePlan plan;
    private final int batch;
    private final long intervalNanos;
    private final long requests;
    private final LongSupplier next;
    private final VoteLedger ledger;

    /**
     * A client that has not begun.
     *
     * @param interval time between the begins of two requests while nothing is in the way
     * @param requests to send
     * @param next first number of the next batch
     */
    FaultLane(
            URI gateway,
            VotePlan plan,
            int batch,
            Duration interval,
            long requests,
            LongSupplier next,
            VoteLedger ledger) {
        this.gateway = gateway;
        this.plan = plan;
        this.batch = batch;
        this.intervalNanos = interval.toNanos();
        this.requests = requests;
        this.next = next;
        this.ledger = ledger;
    }

    /** Sends all, and gives the longest time by which an accepted request came late, seconds. */
    @Override
    public Double call() throws IOException {
        long began = System.nanoTime();
        long last = began;
        long longest = 0;
        try (Reconnecting line = new Reconnecting(gateway)) {
            for (long request = 0; request < requests; request++) {
                long due = began + request * intervalNanos;
                while (due - System.nanoTime() > 0) { // a park may end early
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                long first = next.getAsLong();
                line.deliver(plan.batch(first, batch));
                for (int i = 0; i < batch; i++) {
                    ledger.accept(first + i);
                }
                long now = System.nanoTime();
                longest = Math.max(longest, now - Math.max(last, due)); // who catches up is late but not waiting
                last = now;
            }
        }
        return longest / NANOS;
    }

    /** A connection that is made again when it breaks. */
    private static final class Reconnecting implements AutoCloseable {
        private final URI gateway;
        private Optional<KeptConnection> connection = Optional.empty();
        private String last = "nothing was answered";

        Reconnecting(URI gateway) {
            this.gateway = gateway;
        }

        /** Sends until all is accepted. */
        void deliver(byte[] body) throws IOException {
            long began = System.nanoTime();
            while (!accepted(body)) {
                if (System.nanoTime() - began > GIVE_UP.toNanos()) {
                    throw new TransientException("the gateway did not accept the same votes for " + GIVE_UP.toMinutes()
                            + " min (" + last + "); its log says why");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }

        private boolean accepted(byte[] body) throws IOException {
            try {
                if (connection.isEmpty()) {
                    connection = Optional.of(KeptConnection.open(gateway, PATIENCE));
                }
                KeptConnection.Answer answer = connection.get().post("/v1/feedback:batch", body);
                last = answer.status() + " " + answer.text();
                return answer.status() == ACCEPTED;
            } catch (IOException e) {
                LOG.debug("the gateway is away; the same votes are sent again", e);
                last = e.toString();
                close();
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            if (connection.isPresent()) {
                connection.get().close();
                connection = Optional.empty();
            }
        }
    }
}
