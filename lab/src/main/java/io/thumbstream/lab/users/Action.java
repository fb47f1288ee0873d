package io.thumbstream.lab.users;

import java.time.Duration;

/**
 * One thing a simulated person does about the answers shown.
 *
 * @param kind what
 * @param value THUMB: 1 or -1. RATING: [0, 1]. PAIR: 1 first, -1 second, 0 tie. Otherwise 0
 * @param text EDIT: the corrected answer; otherwise empty
 * @param retracts RETRACT: position in the list of actions of the one withdrawn; otherwise -1
 * @param delay time since the answer was shown, already compressed
 */
public record Action(Kind kind, double value, String text, int retracts, Duration delay) {
    /** Kind of feedback. */
    public enum Kind {
        THUMB,
        RATING,
        PAIR,
        EDIT,
        RETRACT
    }

    static Action of(Kind kind, double value, Duration delay) {
        return new Action(kind, value, "", -1, delay);
    }
}
