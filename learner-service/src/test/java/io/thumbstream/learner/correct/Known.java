package io.thumbstream.learner.correct;

/** Evidence and targets for tests. */
final class Known {
    static final Target YES = Target.of(1, 1);
    static final Target NO = Target.of(0, 1);

    private Known() {}

    /** Something said after {@code delaySeconds}. */
    static Evidence said(double delaySeconds) {
        return new Evidence(FeedbackKind.OUTCOME, false, delaySeconds, 1);
    }

    /** A window that closed after {@code seconds} without a word. */
    static Evidence silence(double seconds) {
        return new Evidence(FeedbackKind.OUTCOME, true, seconds, 1);
    }

    /** Something said about an answer that was asked about with that probability. */
    static Evidence asked(double propensity) {
        return new Evidence(FeedbackKind.THUMB, false, 0, propensity);
    }
}
