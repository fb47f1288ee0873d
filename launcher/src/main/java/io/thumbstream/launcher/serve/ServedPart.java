package io.thumbstream.launcher.serve;

import java.util.Locale;

/** What can run as a process of its own, in an order in which it can be started. */
public enum ServedPart {
    BROKER,
    REGISTRY,
    LEARNER,
    GENERATOR,
    REWARD,
    GATEWAY,
    DRIFT;

    /** Returns the name used on the command line and in messages. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
