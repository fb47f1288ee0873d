package io.thumbstream.lab.drift.signal;

import java.util.ArrayDeque;
import java.util.Deque;

/** Numbers of single groups, shown as the mean of the recent ones. */
final class GroupMean {
    private final Measure measure;
    private final int groups;
    private final Deque<Double> recent = new ArrayDeque<>();

    /**
     * Without groups so far.
     *
     * @param groups groups that the mean is taken over, at least 1
     */
    GroupMean(Measure measure, int groups) {
        this.measure = measure;
        this.groups = groups;
    }

    Reading add(double sample) {
        recent.addLast(sample);
        if (recent.size() > groups) {
            recent.removeFirst();
        }
        double mean = recent.stream().mapToDouble(Double::doubleValue).average().orElse(sample);
        return new Reading(measure, sample, mean);
    }
}
