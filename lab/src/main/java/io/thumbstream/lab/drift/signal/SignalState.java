package io.thumbstream.lab.drift.signal;

import io.thumbstream.lab.drift.monitor.DriftState;
import java.util.Optional;

/**
 * A number as it stands.
 *
 * @param measure what it measures
 * @param value the newest number; the mean over recent groups where there is one per group
 * @param samples numbers so far, at least 1
 * @param change what its monitor thinks; empty when nobody watches it
 */
public record SignalState(Measure measure, double value, long samples, Optional<DriftState> change) {
    private static final String CHANGE = "-change";

    /** Name of its drift records as a mere number. */
    public String name() {
        return measure.key();
    }

    /** Name of the drift records of its monitor. */
    public String changeName() {
        return measure.key() + CHANGE;
    }
}
