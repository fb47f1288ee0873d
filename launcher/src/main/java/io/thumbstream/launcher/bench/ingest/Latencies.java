package io.thumbstream.launcher.bench.ingest;

import java.util.Arrays;

/** Durations in nanoseconds, all of them kept, for exact quantiles. Not thread-safe. */
public final class Latencies {
    private static final int FIRST = 1024;
    private static final double NANOS_PER_MILLI = 1e6;

    private long[] nanos = new long[FIRST];
    private int count;

    public void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count] = duration;
        count++;
    }

    void addAll(Latencies others) {
        for (int i = 0; i < others.count; i++) {
            add(others.nanos[i]);
        }
    }

    public int count() {
        return count;
    }

    /**
     * The smallest duration that at least a share {@code q} of all does not exceed, milliseconds; NaN when there is none.
     *
     * @param q range (0, 1]
     */
    public double quantileMillis(double q) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(q * count);
        return sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
    }
}
