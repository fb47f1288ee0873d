package io.thumbstream.learner.correct;

/** The kind of feedback that a label came from. */
public enum FeedbackKind {
    THUMB,
    RATING,
    PAIR,
    RANKING,
    EDIT,
    IMPLICIT,
    OUTCOME,
    /** Any other, which is never corrected. */
    OTHER;

    /** Whether it compares answers, so that its value 0 is no "no". */
    boolean compares() {
        return this == PAIR || this == RANKING || this == EDIT;
    }
}
