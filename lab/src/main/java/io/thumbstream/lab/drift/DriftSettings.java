package io.thumbstream.lab.drift;

import io.thumbstream.lab.drift.signal.SignalSettings;
import io.thumbstream.lab.drift.signal.WatchedMeasure;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is watched, and how.
 *
 * @param votes monitor over thumbs, 1 up and 0 down
 * @param surprise monitor over the log loss of the reward model on each label before it learned from it, unit nat
 * @param scores monitor over the mean reward-model score of each group
 * @param interval time between two reports
 * @param signals numbers about rewards, answers and reward model, some of them watched
 */
public record DriftSettings(
        TechniqueChoice votes,
        TechniqueChoice surprise,
        TechniqueChoice scores,
        Duration interval,
        SignalSettings signals) {
    public DriftSettings {
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException("interval is " + interval + "; give at least a millisecond");
        }
    }

    /** Page-Hinkley on votes and surprise, two windows on scores, the usual signals, a report every 5 seconds. */
    public static DriftSettings defaults() {
        return new DriftSettings(
                TechniqueChoice.of("page-hinkley"),
                TechniqueChoice.of("page-hinkley"),
                TechniqueChoice.of("two-windows"),
                Duration.ofSeconds(5),
                SignalSettings.defaults());
    }

    /** Every monitor that is chosen, in the order of the settings. */
    public List<TechniqueChoice> monitors() {
        return Stream.concat(
                        Stream.of(votes, surprise, scores),
                        signals.watch().stream().map(WatchedMeasure::monitor))
                .toList();
    }
}
