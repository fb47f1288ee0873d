package io.thumbstream.lab.drift.monitor;

/**
 * Watches one stream of numbers for a change.
 *
 * <p>Called once per number, in order, by one thread; keeps its own state, which ends with the process.
 */
public interface DriftMonitor {
    /** Takes the next number of the stream; one that is not finite is left out. */
    void add(double value);

    /** Returns what the monitor thinks after the numbers so far. */
    DriftState state();
}
