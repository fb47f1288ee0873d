package io.thumbstream.launcher.trial;

/**
 * What was measured of a policy beside its sampled answers; NaN where it could not be.
 *
 * @param chosen change since the start of the log-probability of the better answers of fixed pairs, see {@link PairProbe}, nats per answer
 * @param rejected the same of the worse answers of those pairs
 * @param signal share of its gradient that is no noise, see {@link GradientSignal}, at most 1
 * @param greedy mean worth of the most likely answers, a token at a time, in [0, 1]
 */
record PolicyInside(double chosen, double rejected, double signal, double greedy) {
    static final PolicyInside UNKNOWN = new PolicyInside(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** Change since the start of the lead of the better answers over the worse, nats per answer. */
    double margin() {
        return chosen - rejected;
    }
}
