package io.thumbstream.launcher.bench.ingest;

import io.thumbstream.runtime.error.FatalException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs the same work in several threads side by side. */
final class Lanes {
    private Lanes() {}

    /**
     * Runs {@code count} pieces of work and gives their results in order.
     *
     * @param work makes the work of each lane
     * @throws FatalException when one fails
     */
    static <T> List<T> run(String name, int count, IntFunction<Callable<T>> work) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<T>> all = new ArrayList<>();
            for (int lane = 0; lane < count; lane++) {
                all.add(work.apply(lane));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(all)) {
                results.add(done.get());
            }
            return results;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new FatalException(name + " failed: " + cause, cause);
        } finally {
            threads.shutdownNow();
        }
    }
}
