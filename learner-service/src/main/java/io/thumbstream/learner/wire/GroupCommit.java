package io.thumbstream.learner.wire;

import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepEntry;
import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.error.TransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Writes entries on a thread of its own, in groups: a group is what gathered for a while, and while another one was written.
 *
 * <p>Entries are written in the order they came. After a failure nothing more is written, and every later call throws it. One thread
 * appends, settles and closes.
 */
final class GroupCommit implements AutoCloseable {
    /** Entries that may wait, and so the largest group. */
    static final int MOST_WAITING = 256;

    private static final int ENOUGH = MOST_WAITING / 2;

    private final Function<List<StepEntry>, Position> transaction;
    private final Duration gather;
    private final Duration patience;
    private final BlockingQueue<StepEntry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ScheduledThreadPoolExecutor writer;
    private final AtomicBoolean expected = new AtomicBoolean();
    private volatile Optional<RuntimeException> failure = Optional.empty();
    private volatile Optional<Position> last = Optional.empty();

    /**
     * Starts the writing thread.
     *
     * @param name of the thread
     * @param transaction makes a group durable as a whole and gives the position of its last entry; called by the writing thread
     * @param gather how long an entry may wait for others when nobody settles, at least zero
     * @param patience how long a caller waits for the writing thread, above zero
     */
    GroupCommit(String name, Function<List<StepEntry>, Position> transaction, Duration gather, Duration patience) {
        this.transaction = transaction;
        this.gather = gather;
        this.patience = patience;
        this.writer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Takes {@code entry} over; waits while {@link #MOST_WAITING} entries wait.
     *
     * @throws TransientException when the brokers are too slow; and whatever an earlier group failed with
     */
    void append(StepEntry entry) {
        check();
        try {
            if (!waiting.offer(entry, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw tooSlow();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (waiting.size() >= ENOUGH) {
            writer.execute(this::writeWaiting);
        } else if (expected.compareAndSet(false, true)) {
            var unused = writer.schedule(this::writeWaiting, gather.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Waits until all entries are written.
     *
     * @return position of the last entry ever written here
     * @throws TransientException when the brokers are too slow; and whatever a group failed with
     */
    Optional<Position> settle() {
        try {
            writer.submit(this::writeWaiting).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw tooSlow();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new FatalException("The thread that writes the training log failed", e);
        }
        check();
        return last;
    }

    private void writeWaiting() {
        expected.set(false);
        List<StepEntry> group = new ArrayList<>();
        waiting.drainTo(group);
        if (group.isEmpty() || failure.isPresent()) {
            return;
        }
        try {
            last = Optional.of(transaction.apply(group));
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        } catch (Error e) {
            failure = Optional.of(new FatalException("The training log cannot be written", e));
            throw e;
        }
    }

    private void check() {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private TransientException tooSlow() {
        return new TransientException("The training log took no step for " + patience.toSeconds()
                + " s; check that the brokers are up and not overloaded");
    }

    private static TransientException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TransientException("Interrupted while logging a step", e);
    }

    /** Ends the thread after the group it writes; what waits is dropped. */
    @Override
    public void close() {
        waiting.clear();
        writer.shutdown();
        try {
            boolean unused = writer.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
