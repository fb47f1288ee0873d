package io.thumbstream.lab.drift.monitor;

/** An alarm that stays on for a number of samples after it was raised. */
final class Alarm {
    private final long holdSamples;
    private long samples;
    private long alarms;
    private long until;

    Alarm(long holdSamples) {
        this.holdSamples = holdSamples;
    }

    void sample() {
        samples++;
    }

    void raise() {
        alarms += drifting() ? 0 : 1;
        until = samples + holdSamples;
    }

    boolean drifting() {
        return alarms > 0 && samples < until;
    }

    DriftState state(double value, double threshold) {
        return new DriftState(value, threshold, drifting(), samples, alarms);
    }
}
