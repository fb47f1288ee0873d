package io.thumbstream.learner.trust;

/** How the votes of a person are treated. */
public enum Treatment {
    /** They weigh nothing until a human decides. */
    QUARANTINED,
    /** A human has decided that they weigh nothing. */
    DISCARDED,
    /** A human has lifted the quarantine. */
    RELEASED,
    /** They weigh less. */
    REDUCED,
    /** They weigh whole. */
    WHOLE
}
