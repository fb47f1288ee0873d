package io.thumbstream.lab.offline;

import java.util.Map;

/** What a log says about a policy that did not make it: estimates, or why there are none. */
public sealed interface OffPolicyOutcome {
    /** How a value is estimated; the formulas are in {@link OffPolicyEvaluation}. */
    enum Estimator {
        IPS,
        SNIPS,
        DOUBLY_ROBUST
    }

    /**
     * What is known of the log whether or not there is an estimate.
     *
     * @param actions logged actions
     * @param groups groups of actions that do not depend on each other
     * @param effectiveSize effective sample size, unit actions, in [0, actions]
     * @param meanWeight mean importance weight; far below 1 the policy mostly does what was never logged, and about that nothing is known
     * @param earned mean reward of the logged actions
     */
    record Overview(long actions, long groups, double effectiveSize, double meanWeight, double earned) {}

    /**
     * One estimate.
     *
     * @param value mean reward of the policy in question, unit reward
     * @param standardError its standard error, unit reward
     * @param low the value is not below this with the confidence of the settings
     * @param gain value less what the logged actions earned
     * @param gainLow the gain is not below this with the same confidence
     */
    record Estimate(double value, double standardError, double low, double gain, double gainLow) {}

    /**
     * The log says enough.
     *
     * @param estimates without DOUBLY_ROBUST when an action has no prediction
     */
    record Estimated(Overview overview, Map<Estimator, Estimate> estimates) implements OffPolicyOutcome {
        public Estimated {
            estimates = Map.copyOf(estimates);
        }
    }

    /**
     * The log says too little.
     *
     * @param reason in words, with what would help
     */
    record Refused(Overview overview, String reason) implements OffPolicyOutcome {}

    /** What is known of the log. */
    Overview overview();
}
