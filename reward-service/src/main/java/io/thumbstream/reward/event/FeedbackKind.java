package io.thumbstream.reward.event;

/** What a person did with an answer. */
public enum FeedbackKind {
    THUMB,
    RATING,
    PAIR,
    RANKING,
    EDIT,
    COMMENT,
    SPAN,
    IMPLICIT,
    OUTCOME,
    RETRACT,
    UNKNOWN;

    /** Whether the person said it on purpose; explicit feedback outranks what was only noticed. */
    public boolean explicit() {
        return this != IMPLICIT && this != OUTCOME && this != UNKNOWN;
    }
}
