package io.thumbstream.lab.trace;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Traces in a few numbers.
 *
 * @param votes votes followed
 * @param complete votes that reached an answer
 * @param median median time from vote to each stage, over the votes that reached it, unit seconds
 * @param p95 95th percentile of the same
 * @param histogram complete votes by whole seconds from vote to answer; the last bar holds all longer ones
 */
public record LatencySummary(
        long votes, long complete, Map<Stage, Double> median, Map<Stage, Double> p95, List<Long> histogram) {
    private static final int BARS = 61;

    public LatencySummary {
        median = Map.copyOf(median);
        p95 = Map.copyOf(p95);
        histogram = List.copyOf(histogram);
    }

    /** Sums up traces. */
    public static LatencySummary of(List<VoteTrace> traces) {
        Map<Stage, Double> median = new EnumMap<>(Stage.class);
        Map<Stage, Double> p95 = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            double[] sorted = traces.stream()
                    .filter(trace -> trace.seconds().containsKey(stage))
                    .mapToDouble(trace -> trace.seconds().getOrDefault(stage, 0.0))
                    .sorted()
                    .toArray();
            if (sorted.length > 0) {
                median.put(stage, quantile(sorted, 0.5));
                p95.put(stage, quantile(sorted, 0.95));
            }
        }
        Long[] bars = new Long[BARS];
        java.util.Arrays.fill(bars, 0L);
        traces.stream()
                .filter(VoteTrace::complete)
                .mapToDouble(trace -> trace.seconds().getOrDefault(Stage.ANSWER, 0.0))
                .forEach(seconds -> bars[(int) Math.min(BARS - 1, seconds)]++);
        long complete = traces.stream().filter(VoteTrace::complete).count();
        return new LatencySummary(traces.size(), complete, median, p95, List.of(bars));
    }

    /** Nearest-rank quantile of sorted values. */
    private static double quantile(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
