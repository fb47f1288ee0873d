package io.thumbstream.learner.trust;

/** What is decided about the votes of a person: by a human, or by the firewall where it finds the person out. */
public enum Decision {
    /** The quarantine is lifted and probes are ignored; the cap and the limit on bursts hold. */
    RELEASE,
    /** The votes weigh nothing. */
    DISCARD,
    /** The earlier decision of a human is taken back: what the votes show counts again, what the settings say, and a conviction. */
    CLEAR,
    /** No human's: the firewall of the reward learner has convicted the person, whose votes weigh nothing until a human releases them. */
    CONVICT
}
