package io.thumbstream.lab.offline;

import java.util.Optional;

/**
 * One action of a log: an answer, an item that was shown, an arm.
 *
 * @param group actions of one group may depend on each other, those of different groups do not, such as answers to one prompt; empty when
 *     the action stands alone
 * @param behaviourLogProb natural log-probability with which it was chosen, at most 0, finite
 * @param targetLogProb the same under the policy in question, at most 0; minus infinity when that policy never does it
 * @param reward what it earned, finite
 * @param prediction what a model of the reward says, for the doubly robust estimate
 */
public record LoggedAction(
        String group, double behaviourLogProb, double targetLogProb, double reward, Optional<Prediction> prediction) {
    /** Rounding may lift the log-probability of a sure action above zero. */
    private static final double ROUNDING = 1e-3;

    /**
     * Rewards foreseen by a model that did not learn from this action.
     *
     * @param logged of the logged action, finite
     * @param target expected over the actions of the policy in question, finite; the same as {@code logged} for a model that sees
     *     only the prompt
     */
    public record Prediction(double logged, double target) {
        public Prediction {
            if (!Double.isFinite(logged) || !Double.isFinite(target)) {
                throw new IllegalArgumentException("predictions " + logged + " and " + target
                        + " must be finite; leave both out where there are none");
            }
        }
    }

    public LoggedAction {
        if (!(behaviourLogProb <= ROUNDING) || Double.isInfinite(behaviourLogProb)) {
            throw new IllegalArgumentException("behaviour log-prob is " + behaviourLogProb
                    + "; give a finite natural logarithm of a probability, at most 0");
        }
        if (!(targetLogProb <= ROUNDING)) {
            throw new IllegalArgumentException(
                    "target log-prob is " + targetLogProb + "; give a natural logarithm of a probability, at most 0");
        }
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("reward is " + reward + "; give a finite number");
        }
    }

    /** An action that stands alone, without a model of the reward. */
    public static LoggedAction of(double behaviourLogProb, double targetLogProb, double reward) {
        return new LoggedAction("", behaviourLogProb, targetLogProb, reward, Optional.empty());
    }

    /** Logarithm of the importance weight. */
    double logRatio() {
        return targetLogProb - behaviourLogProb;
    }
}
