package io.thumbstream.launcher.bench.models;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How much is measured.
 *
 * @param sizes decoders, at least one
 * @param threads numbers of threads, at least one, each in [1, 256]
 * @param batches numbers of answers sampled together, at least one, each in [1, 1024]
 * @param rounds times that each is measured after some to warm up, in [1, 10000]
 * @param requests streamed answers whose first text is waited for, in [1, 100000]
 * @param swaps versions that are published while requests are answered, in [1, 1000000]
 * @param seed root of weights, tokens and questions
 */
record ModelPlan(
        List<ModelSize> sizes,
        List<Integer> threads,
        List<Integer> batches,
        int rounds,
        int requests,
        int swaps,
        long seed) {
    private static final int MOST_THREADS = 256;
    private static final int MOST_BATCH = 1024;
    private static final int MOST_ROUNDS = 10_000;
    private static final int MOST_REQUESTS = 100_000;
    private static final int MOST_SWAPS = 1_000_000;
    /** Work of several steps, or of a step with a round of sampling, is measured less often. */
    private static final int LONG_WORK = 3;

    ModelPlan {
        sizes = List.copyOf(sizes);
        threads = List.copyOf(threads);
        batches = List.copyOf(batches);
        if (sizes.isEmpty() || threads.isEmpty() || batches.isEmpty()) {
            throw new IllegalArgumentException("--size, --threads and --batch name nothing; give at least one of each");
        }
        threads.forEach(count -> check("--threads", count, MOST_THREADS));
        batches.forEach(batch -> check("--batch", batch, MOST_BATCH));
        check("--rounds", rounds, MOST_ROUNDS);
        check("--requests", requests, MOST_REQUESTS);
        check("--swaps", swaps, MOST_SWAPS);
    }

    private static void check(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(option + " is " + value + "; give 1 to " + most);
        }
    }

    /** Rounds of work that takes several times as long as a plain step, at least 1. */
    int fewRounds() {
        return Math.max(1, rounds / LONG_WORK);
    }

    /** What the script that times the peers is told, so that it measures the same and no more. */
    List<String> forPeers(List<ModelPart> parts) {
        return List.of(
                "--part",
                joined(parts),
                "--size",
                sizes.stream().map(ModelSize::key).collect(Collectors.joining(",")),
                "--threads",
                joined(threads),
                "--batch",
                joined(batches));
    }

    private static String joined(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
