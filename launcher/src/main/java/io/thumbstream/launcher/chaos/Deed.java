package io.thumbstream.launcher.chaos;

import io.thumbstream.launcher.serve.ServedPart;
import java.time.Duration;
import java.util.Locale;

/**
 * One thing that is done to one part.
 *
 * @param at when, since the schedule began
 * @param part to which part
 * @param verb what
 */
record Deed(Duration at, ServedPart part, Verb verb) {
    /** What can be done to a process. */
    enum Verb {
        /** SIGKILL: no warning, nothing is written any more. */
        KILL,
        /** SIGSTOP: it is there and does nothing. */
        FREEZE,
        /** SIGCONT. */
        THAW,
        /** SIGTERM: it closes and ends. */
        END,
        /** A new process of the part. */
        START,
        /** A person asks to be erased: the person's key is destroyed while everything runs. */
        FORGET,
        /** The part ends, and a process that rebuilds the models without that person takes its place until it is done. */
        REBUILD;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
