package io.thumbstream.learner.trust;

/** What a human decides about the votes of a person. */
public enum Decision {
    /** The quarantine is lifted and probes are ignored; the cap and the limit on bursts hold. */
    RELEASE,
    /** The votes weigh nothing. */
    DISCARD,
    /** The earlier decision is taken back: what the votes show counts again, and what the settings say. */
    CLEAR
}
