package io.thumbstream.learner.reward;

/** How a pairwise objective understands "both are equally good". */
public enum TieModel {
    /** A third outcome whose probability is {@code strength} times the geometric mean of the two others' (Davidson 1970). */
    DAVIDSON,
    /** A tie whenever the difference lies within a threshold of {@code log(strength)} (Rao and Kupper 1967). */
    RAO_KUPPER,
    /** Half a win for each side. */
    HALF,
    /** Equal scores: {@code strength} times the squared difference is its loss. */
    EQUAL
}
