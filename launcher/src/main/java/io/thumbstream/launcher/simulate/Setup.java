package io.thumbstream.launcher.simulate;

import io.thumbstream.reward.assemble.AttributionWindows;
import io.thumbstream.reward.assemble.JoinerSettings;
import io.thumbstream.reward.assemble.StallSettings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What the joiners of one simulation are set to. Durations are microseconds.
 *
 * @param partitions partitions of the input topics
 * @param lateness how far records may come out of order
 * @param judge attribution window of everything but edits
 * @param edit attribution window of edits
 * @param groupTimeout how long a group waits for missing answers
 * @param parking how long feedback waits for its answer
 * @param retention how long a group is kept after its last record
 * @param recheck how long a window stays open, each time, while the feedback stream is stalled
 * @param grace silence after which event time runs by itself
 * @param stall pieces of feedback before the stall guard judges; 0 turns it off
 * @param censoredLabels whether silence makes a label of weight 0
 */
record Setup(
        int partitions,
        long lateness,
        long judge,
        long edit,
        long groupTimeout,
        long parking,
        long retention,
        long recheck,
        long grace,
        int stall,
        boolean censoredLabels) {
    private static final double SIGNIFICANCE = 0.02;
    private static final double LATE_SHARE = 0.5;
    private static final int MEMORY = 500;
    private static final int MOST_GROUPS = 1_000_000;
    private static final int MOST_VOTES = 64;

    Setup {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions is " + partitions + "; give 1 or more");
        }
    }

    /** The longest time silence is waited for. */
    long window() {
        return Math.max(judge, edit);
    }

    /** Time after the last record within which everything about it is decided, without downtime. */
    long settling() {
        return Math.max(Math.max(window(), groupTimeout), parking);
    }

    JoinerSettings joiner() {
        Duration judging = duration(judge);
        return new JoinerSettings(
                duration(lateness),
                new AttributionWindows(judging, judging, judging, judging, duration(edit), judging, Duration.ofDays(1)),
                duration(groupTimeout),
                duration(parking),
                duration(retention),
                duration(retention),
                duration(recheck),
                MOST_GROUPS,
                MOST_VOTES,
                true,
                censoredLabels,
                true,
                new StallSettings(stall > 0, Math.max(1, stall), SIGNIFICANCE, LATE_SHARE, MEMORY),
                List.of());
    }

    Duration idleGrace() {
        return duration(grace);
    }

    private static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
