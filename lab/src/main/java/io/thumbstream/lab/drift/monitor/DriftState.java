package io.thumbstream.lab.drift.monitor;

/**
 * What a monitor thinks.
 *
 * @param value its statistic, 0 before enough numbers came
 * @param threshold value from which it gives alarm
 * @param drifting whether it is in alarm
 * @param samples numbers seen
 * @param alarms alarms begun so far
 */
public record DriftState(double value, double threshold, boolean drifting, long samples, long alarms) {}
