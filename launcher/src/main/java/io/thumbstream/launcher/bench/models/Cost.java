package io.thumbstream.launcher.bench.models;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one piece of work cost.
 *
 * @param wall seconds that passed
 * @param cpu seconds of processor time of the whole process
 */
record Cost(double wall, double cpu) {
    private static final double NANOS = 1e9;

    /** Runs {@code work} once. */
    static Cost of(Runnable work) {
        long cpuBefore = cpuNanos();
        long before = System.nanoTime();
        work.run();
        return new Cost((System.nanoTime() - before) / NANOS, (cpuNanos() - cpuBefore) / NANOS);
    }

    /** Runs {@code work} again and again: what each of {@code rounds} times cost, after {@code warmUp} that are not counted. */
    static List<Cost> each(int warmUp, int rounds, Runnable work) {
        List<Cost> costs = new ArrayList<>();
        for (int i = -warmUp; i < rounds; i++) {
            Cost cost = of(work);
            if (i >= 0) {
                costs.add(cost);
            }
        }
        return costs;
    }

    private static long cpuNanos() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            return system.getProcessCpuTime();
        }
        throw new IllegalStateException("this Java tells no processor time; use an OpenJDK");
    }

    /** All of them together. */
    static Cost sum(List<Cost> costs) {
        return new Cost(
                costs.stream().mapToDouble(Cost::wall).sum(),
                costs.stream().mapToDouble(Cost::cpu).sum());
    }

    /** The middle of a number of costs, wall and processor time each for itself. */
    static Cost median(List<Cost> costs) {
        return new Cost(median(costs, Cost::wall), median(costs, Cost::cpu));
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> value) {
        double[] sorted = costs.stream().mapToDouble(value).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
