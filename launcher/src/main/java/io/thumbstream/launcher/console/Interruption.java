package io.thumbstream.launcher.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch for Ctrl-C or another request to end the process, which is held back until the watched work was closed.
 *
 * <p>Work asks {@link #requested()} between its steps; closing the watch lets the process end.
 */
public final class Interruption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Duration patience;
    private final Thread hook;

    private Interruption(Duration patience) {
        this.patience = patience;
        this.hook = new Thread(this::request, "thumbstream-interruption");
    }

    /**
     * Begins to watch.
     *
     * @param patience how long a request waits for the work to be closed before the process ends anyway
     */
    public static Interruption watch(Duration patience) {
        Interruption watch = new Interruption(patience);
        Runtime.getRuntime().addShutdownHook(watch.hook);
        return watch;
    }

    /** Whether the process was asked to end. */
    public boolean requested() {
        return requested.getCount() == 0;
    }

    /** Waits for a request; gives whether it came within {@code limit}. */
    public boolean await(Duration limit) throws InterruptedException {
        return requested.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void request() {
        requested.countDown();
        try {
            if (!finished.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("closing takes too long; ending now");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            LOG.debug("ending because the process was asked to", alreadyShuttingDown);
        }
    }
}
