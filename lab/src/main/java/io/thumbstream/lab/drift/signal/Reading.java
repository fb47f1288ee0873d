package io.thumbstream.lab.drift.signal;

/**
 * One new number.
 *
 * @param measure what it measures
 * @param sample the number itself, as monitors take it
 * @param shown what a person is shown: the mean over the recent groups where a sample is one group, else the sample
 */
record Reading(Measure measure, double sample, double shown) {
    static Reading of(Measure measure, double value) {
        return new Reading(measure, value, value);
    }
}
