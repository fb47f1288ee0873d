package io.thumbstream.lab.drift.signal;

import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.HashSet;
import java.util.List;

/**
 * Which numbers are made of groups and labels, over how many, and which of them are watched.
 *
 * @param measures numbers that are measured and reported, each once
 * @param watch numbers that a drift monitor looks at, each once
 * @param groups groups over which numbers of single groups are averaged, at least 2
 * @param answers answers per number about lengths and patterns, at least 20
 * @param labels labels per number about slope and calibration, at least 10
 * @param versions policy versions compared for the oscillation, at least 4
 * @param bucket width of a bucket of lengths, unit tokens, at least 1
 * @param run tokens of a pattern, range [1, 8]
 */
public record SignalSettings(
        List<Measure> measures,
        List<WatchedMeasure> watch,
        int groups,
        int answers,
        int labels,
        int versions,
        int bucket,
        int run) {
    private static final int LONGEST_RUN = 8;

    public SignalSettings {
        measures = List.copyOf(measures);
        watch = List.copyOf(watch);
        if (new HashSet<>(measures).size() < measures.size()) {
            throw new IllegalArgumentException("measures " + keys(measures) + " repeat one; name each once");
        }
        List<Measure> watched = watch.stream().map(WatchedMeasure::measure).toList();
        if (new HashSet<>(watched).size() < watched.size()) {
            throw new IllegalArgumentException("watch " + keys(watched) + " repeats a measure; give each one monitor");
        }
        if (!measures.containsAll(watched)) {
            throw new IllegalArgumentException("watch " + keys(watched) + " names what is not among measures "
                    + keys(measures) + "; add it there, or take it out here");
        }
        least("groups", groups, 2);
        least("answers", answers, 20);
        least("labels", labels, 10);
        least("versions", versions, 4);
        least("bucket", bucket, 1);
        least("run", run, 1);
        if (run > LONGEST_RUN) {
            throw new IllegalArgumentException("run is " + run + "; give 1 to " + LONGEST_RUN);
        }
    }

    /** Everything is measured; what lies between 0 and 1 for every group is watched by Page-Hinkley. */
    public static SignalSettings defaults() {
        TechniqueChoice usual = TechniqueChoice.of("page-hinkley");
        return new SignalSettings(
                List.of(Measure.values()),
                List.of(
                        new WatchedMeasure(Measure.EQUAL_GROUPS, usual),
                        new WatchedMeasure(Measure.DISTINCT_ANSWERS, usual)),
                100,
                400,
                200,
                20,
                20,
                2);
    }

    private static List<String> keys(List<Measure> measures) {
        return measures.stream().map(Measure::key).toList();
    }

    private static void least(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + "; give at least " + least);
        }
    }
}
