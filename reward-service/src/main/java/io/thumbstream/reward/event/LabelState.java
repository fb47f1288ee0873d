package io.thumbstream.reward.event;

/** What is known of a person's opinion on an answer. Silence is never a zero. */
public enum LabelState {
    /** Nothing yet, and its attribution window is open. */
    PENDING,
    /** At least one piece of feedback that was not withdrawn. */
    OBSERVED,
    /** The window closed in silence, or nobody could see the answer. */
    CENSORED
}
