package io.thumbstream.learner.trust;

import java.util.Arrays;

/**
 * How many votes of one person within a horizon are no burst.
 *
 * <p>Each vote is counted with those that the person gave within the horizon before it, or with those within the horizon behind it where more of
 * them were learned before it; the mean of these counts is the person's pace, the median of all paces the crowd's. Counting from a vote and not per
 * hour, because people come, judge several answers and go.
 * A number {@code k} of votes is a burst when {@code k ln(k / m) - k + m >= ln(1 / a)}: by Chernoff's bound (A measure of asymptotic
 * efficiency, 1952) a Poisson number of mean {@code m} reaches {@code k} with probability {@code a} at most. {@code m} is the
 * crowd's pace, or the person's own up to a multiple of it. A vote that is learned late has two such counts, of which the larger holds: it is cut
 * with probability {@code 2 a} at most.
 */
public final class Pace {
    private Pace() {}

    /**
     * Votes within the horizon that are let pass whole.
     *
     * @param own pace of the person, at least 0
     * @param crowd pace of the crowd, at least 0
     */
    public static int allowed(TrustSettings.Burst settings, double own, double crowd) {
        double mean = Math.max(1, Math.max(crowd, Math.min(own, settings.timesCrowd() * crowd)));
        double evidence = Math.log(1 / settings.falseAlarm());
        int votes = (int) Math.ceil(mean);
        while (votes * Math.log(votes / mean) - votes + mean < evidence) {
            votes++;
        }
        return Math.max(settings.free(), votes);
    }

    /** The middle of the paces, the lower of two middles; 0 of none. */
    public static double median(double[] paces) {
        if (paces.length == 0) {
            return 0;
        }
        double[] sorted = paces.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }
}
