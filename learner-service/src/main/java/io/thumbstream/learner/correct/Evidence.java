package io.thumbstream.learner.correct;

/**
 * How a label came to be known.
 *
 * @param kind of the feedback
 * @param silent whether the window of the kind closed without feedback; the label's own value then says nothing
 * @param delaySeconds from the answer to the feedback, or to the close of the window; at least 0
 * @param propensity P(feedback asked or given) as recorded with the answer, range (0, 1]
 */
public record Evidence(FeedbackKind kind, boolean silent, double delaySeconds, double propensity) {

    /** Feedback that was given at once and for sure, of a kind that is not corrected. */
    public static final Evidence PLAIN = new Evidence(FeedbackKind.OTHER, false, 0, 1);

    public Evidence {
        if (!(delaySeconds >= 0) || Double.isInfinite(delaySeconds)) {
            throw new IllegalArgumentException("delay is " + delaySeconds + " s; give a finite number of 0 or more");
        }
        if (!(propensity > 0 && propensity <= 1)) {
            throw new IllegalArgumentException("propensity is " + propensity + "; give a number above 0 and up to 1");
        }
    }
}
