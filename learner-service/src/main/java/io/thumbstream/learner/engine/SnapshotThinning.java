package io.thumbstream.learner.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which snapshots stay: the newest few and, behind them, one for every doubling of age.
 *
 * <p>Age is the distance to the newest in numbers (steps). Of the snapshots whose age is between {@code 2^k} and {@code 2^(k+1)} the
 * oldest stays, so that it grows into the next span before it goes. The way from a past step back to the snapshot before it is then
 * a few times the step's own age at most, while the count grows with the logarithm of the history only.
 *
 * @param newest how many of the highest numbers stay, at least 1
 * @param older how many stay behind them at most, zero or more; the oldest go first
 */
public record SnapshotThinning(int newest, int older) {
    public SnapshotThinning {
        if (newest < 1 || older < 0) {
            throw new IllegalArgumentException(
                    "newest is " + newest + " and older is " + older + "; give at least 1 and 0");
        }
    }

    /** The newest {@code count} and nothing else. */
    public static SnapshotThinning newest(int count) {
        return new SnapshotThinning(count, 0);
    }

    /** Those of {@code numbers} that stay; the highest is always among them. */
    public SortedSet<Long> kept(Collection<Long> numbers) {
        List<Long> falling = new ArrayList<>(new TreeSet<>(numbers).descendingSet());
        int young = Math.min(newest, falling.size());
        SortedSet<Long> kept = new TreeSet<>(falling.subList(0, young));
        Map<Integer, Long> oldestOfSpan = new TreeMap<>();
        for (long number : falling.subList(young, falling.size())) {
            oldestOfSpan.put(span(falling.get(0) - number), number);
        }
        oldestOfSpan.values().stream().limit(older).forEach(kept::add);
        return kept;
    }

    /** The {@code k} with {@code 2^k <= age < 2^(k+1)}; age is at least 1. */
    private static int span(long age) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(age);
    }
}
