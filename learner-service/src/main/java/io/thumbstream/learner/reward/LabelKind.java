package io.thumbstream.learner.reward;

/** What a label speaks about. */
public enum LabelKind {
    /** One answer: probability that a person approves of it. */
    BINARY,
    /** Two answers: probability that the first is preferred, one half for a tie. */
    PAIR,
    /** No answer but a person: whether the person's votes count, decided by a human; no objective learns it. */
    PERSON
}
