package io.thumbstream.gateway.wire;

import io.thumbstream.gateway.event.EventLog;
import io.thumbstream.gateway.event.LogUnavailableException;
import io.thumbstream.gateway.event.LogUnavailableException.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread through which all events go, in the order they come. It is woken once for all that wait, and gets them together: what is
 * done for many at once, like keys of new people, is then done once. Thread-safe.
 */
final class Sender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final ConcurrentLinkedQueue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final Semaphore room;
    private final Consumer<List<Waiting>> before;
    private final Consumer<Waiting> each;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ThreadPoolExecutor thread;

    /** An event and who waits for it. */
    record Waiting(EventLog.Entry entry, CompletableFuture<Void> stored) {}

    /**
     * A thread that is not started before there is work.
     *
     * @param capacity most events that wait
     * @param before is shown all that waits before the first of them is worked on; throws nothing
     * @param each works on one of them and completes it, now or later; throws nothing
     */
    Sender(int capacity, Consumer<List<Waiting>> before, Consumer<Waiting> each) {
        this.room = new Semaphore(capacity);
        this.before = before;
        this.each = each;
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread made = new Thread(task, "gateway-sender");
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * Hands events over.
     *
     * @return one future per event; fails at once for those for which there is no room
     */
    List<CompletableFuture<Void>> send(List<EventLog.Entry> entries) {
        List<CompletableFuture<Void>> stored = new ArrayList<>(entries.size());
        for (EventLog.Entry entry : entries) {
            Waiting waiting = new Waiting(entry, new CompletableFuture<>());
            stored.add(waiting.stored());
            if (room.tryAcquire()) {
                queue.add(waiting);
            } else {
                refuse(waiting);
            }
        }
        wake();
        return stored;
    }

    private void wake() {
        if (!queue.isEmpty() && woken.compareAndSet(false, true)) {
            try {
                thread.execute(this::work);
            } catch (RejectedExecutionException e) {
                LOG.debug("events came after the end", e);
                woken.set(false);
                take().forEach(Sender::refuse);
            }
        }
    }

    private void work() {
        woken.set(false); // what comes from now on wakes it again
        List<Waiting> all = take();
        before.accept(all);
        for (Waiting one : all) {
            room.release();
            each.accept(one);
        }
    }

    private List<Waiting> take() {
        List<Waiting> taken = new ArrayList<>();
        for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
            taken.add(next);
        }
        return taken;
    }

    private static void refuse(Waiting waiting) {
        waiting.stored()
                .completeExceptionally(new LogUnavailableException(
                        Part.QUEUE,
                        "Nothing was stored: too many events wait for the brokers; send it again in a moment."));
    }

    /** Works on what waits, then ends. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.atWarn().log("events were still waiting for the brokers when the gateway stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
