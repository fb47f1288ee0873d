package io.thumbstream.lab.drift.signal;

import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Mean scores of the newest policy versions, and whether they go to and fro.
 *
 * <p>With means {@code m_1 ... m_k} and changes {@code d_i = m_{i+1} - m_i} of mean {@code d}: {@code rho = sum_i (d_i - d) (d_{i+1} -
 * d) / sum_i (d_i - d)^2}, asked whenever a newer version begins, over the versions before it.
 */
final class VersionMeans {
    private static final int FEWEST = 4;

    private final int versions;
    private final TreeMap<Long, Sum> sums = new TreeMap<>();

    /**
     * Without versions so far.
     *
     * @param versions versions compared, at least 4
     */
    VersionMeans(int versions) {
        this.versions = versions;
    }

    private record Sum(long count, double total) {
        Sum plus(Sum other) {
            return new Sum(count + other.count, total + other.total);
        }
    }

    /** Takes a score; gives the autocorrelation when it is the first of a newer version. */
    OptionalDouble add(long version, double score) {
        boolean newer = sums.isEmpty() || version > sums.lastKey();
        if (!newer && !sums.containsKey(version)) {
            return OptionalDouble.empty();
        }
        OptionalDouble oscillation = newer ? oscillation() : OptionalDouble.empty();
        sums.merge(version, new Sum(1, score), Sum::plus);
        if (sums.size() > versions) {
            sums.remove(sums.firstKey());
        }
        return oscillation;
    }

    private OptionalDouble oscillation() {
        double[] means = sums.values().stream()
                .mapToDouble(sum -> sum.total() / sum.count())
                .toArray();
        return means.length < FEWEST ? OptionalDouble.empty() : oscillation(means);
    }

    /** Lag-1 autocorrelation of the changes; empty when all changes are equal. */
    static OptionalDouble oscillation(double[] means) {
        double[] changes = new double[means.length - 1];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = means[i + 1] - means[i];
        }
        double mean = Moments.mean(changes);
        double squares = 0;
        double products = 0;
        for (int i = 0; i < changes.length; i++) {
            squares += (changes[i] - mean) * (changes[i] - mean);
            products += i == 0 ? 0 : (changes[i - 1] - mean) * (changes[i] - mean);
        }
        return squares <= Moments.TINY ? OptionalDouble.empty() : OptionalDouble.of(products / squares);
    }
}
