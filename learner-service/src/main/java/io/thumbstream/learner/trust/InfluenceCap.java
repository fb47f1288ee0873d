package io.thumbstream.learner.trust;

import java.util.Arrays;

/**
 * The most that one person may weigh, so that nobody has more than a share {@code c} of what is left after the cut.
 *
 * <p>The limit {@code L} solves {@code L = c sum_u min(S_u, L)} for the summed weights {@code S_u} of {@code n} people, with {@code c = k / n}
 * for {@code k} times the mean share. With the {@code m} largest sums cut, {@code L = c R / (1 - m c)}, {@code R} the sum of the
 * others. A share of the sum before the cut would not do: a person with nine tenths of it would help to raise the own limit.
 */
public final class InfluenceCap {
    private InfluenceCap() {}

    /**
     * The limit.
     *
     * @param sums summed weight of each person, at least 0
     * @param timesMean {@code k}, above 1
     * @return the limit; infinite when nobody exceeds it
     */
    public static double limit(double[] sums, double timesMean) {
        double share = timesMean / sums.length;
        if (share >= 1) {
            return Double.POSITIVE_INFINITY;
        }
        double[] ascending = sums.clone();
        Arrays.sort(ascending);
        double rest = Arrays.stream(ascending).sum();
        if (ascending[ascending.length - 1] <= share * rest) {
            return Double.POSITIVE_INFINITY;
        }
        double limit = 0;
        for (int cut = 1; cut < ascending.length && cut * share < 1; cut++) {
            rest -= ascending[ascending.length - cut];
            limit = share * rest / (1 - cut * share);
            if (limit >= ascending[ascending.length - cut - 1]) {
                return limit;
            }
        }
        return limit;
    }
}
