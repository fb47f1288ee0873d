package io.thumbstream.learner.correct;

/** What it says about an answer when the window of a kind closed without feedback of that kind. */
public enum Silence {
    /** Nothing: the answer has no label. */
    UNOBSERVED,
    /** No: a label with the value 0, which a correction may weigh for those who only have not answered yet. */
    NEGATIVE
}
