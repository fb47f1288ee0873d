package io.thumbstream.learner.reward;

/** What a label speaks about. */
public enum LabelKind {
    /** One answer: probability that a person approves of it. */
    BINARY,
    /** Two answers: probability that the first is preferred, one half for a tie. */
    PAIR,
    /** Three answers or more: probability that the first is the best of them. A place of an order, and what stands behind it. */
    BEST,
    /** No answer but a person: whether the person's votes count, decided by a human; no objective learns it. */
    PERSON;

    /** The kind of a label about so many answers, at least 1. */
    public static LabelKind about(int answers) {
        return answers > 2 ? BEST : answers == 2 ? PAIR : BINARY;
    }
}
