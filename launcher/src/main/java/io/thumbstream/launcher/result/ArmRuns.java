package io.thumbstream.launcher.result;

import io.thumbstream.launcher.console.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * All arms of an experiment, seed after seed; what is kept is read and not run again.
 *
 * @param name of the experiment, shown as progress
 * @param arms by name, in the order of the file
 * @param stores where the results of an arm are kept
 * @param runs what runs the arms with a seed; asked once for each seed, so that it may hold what its arms share
 * @param <A> an arm
 * @param <T> what came of it with one seed
 */
public record ArmRuns<A, T>(
        String name,
        Map<String, A> arms,
        Function<A, ResultStore<T>> stores,
        LongFunction<ArmRuns.SeedRun<A, T>> runs) {
    /**
     * Runs arms with one seed.
     *
     * @param <A> an arm
     * @param <T> what came of it
     */
    @FunctionalInterface
    public interface SeedRun<A, T> {
        /** Runs one arm. */
        T run(A arm) throws IOException;
    }

    public ArmRuns {
        arms = new LinkedHashMap<>(arms);
    }

    /** What came of each arm, one for each seed, in the order of the seeds. */
    public Map<String, List<T>> results(List<Long> seeds, Progress progress) throws IOException {
        progress.phase(name + ", arms and seeds", (long) seeds.size() * arms.size());
        Map<String, List<T>> results = new LinkedHashMap<>();
        long done = 0;
        for (long seed : seeds) {
            SeedRun<A, T> run = runs.apply(seed);
            for (Map.Entry<String, A> arm : arms.entrySet()) {
                results.computeIfAbsent(arm.getKey(), unused -> new ArrayList<>())
                        .add(result("seed-" + seed + "-" + arm.getKey(), arm.getValue(), run));
                done++;
                progress.done(done);
            }
        }
        return results;
    }

    private T result(String file, A arm, SeedRun<A, T> run) throws IOException {
        ResultStore<T> store = stores.apply(arm);
        Optional<T> known = store.find(file);
        if (known.isPresent()) {
            return known.get();
        }
        T result = run.run(arm);
        store.save(file, result);
        return result;
    }
}
