package io.thumbstream.launcher.up;

import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Work done side by side, a thread each. The threads end before {@link #close} returns, so that nothing of a failed start goes
 * on behind it.
 */
final class Crew implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "thumbstream-start");
        thread.setDaemon(true);
        return thread;
    });

    /** Begins {@code work} at once. */
    <T> CompletableFuture<T> begin(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, threads);
    }

    /** Begins {@code work} at once. */
    CompletableFuture<Void> begin(Runnable work) {
        return CompletableFuture.runAsync(work, threads);
    }

    /**
     * Waits for one piece of work.
     *
     * @return what it made
     * @throws RuntimeException what it threw
     */
    static <T> T result(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException e) {
            throw unwrap(e);
        }
    }

    /**
     * Waits for all, also when some fail.
     *
     * @throws ConfigException with the problems of all, when every failure is one of the settings
     * @throws RuntimeException the first failure that is not, with the others as suppressed
     */
    static void all(List<CompletableFuture<Void>> work) {
        List<RuntimeException> failures = new ArrayList<>();
        for (CompletableFuture<Void> each : work) {
            try {
                each.join();
            } catch (CompletionException e) {
                failures.add(unwrap(e));
            }
        }
        if (!failures.isEmpty()) {
            throw together(failures);
        }
    }

    private static RuntimeException together(List<RuntimeException> failures) {
        List<String> problems = new ArrayList<>();
        for (RuntimeException failure : failures) {
            if (!(failure instanceof ConfigException config)) {
                failures.stream().filter(other -> other != failure).forEach(failure::addSuppressed);
                return failure;
            }
            problems.addAll(config.problems());
        }
        return new ConfigException(problems);
    }

    private static RuntimeException unwrap(CompletionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : failure;
    }

    /** Waits for the threads. */
    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                boolean unused = threads.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
