package io.thumbstream.lab.tasks;

import java.util.Locale;

/** A trait of an answer's style that people may like or dislike; each is a number in [-1, 1]. */
public enum Attribute {
    /** -1 one step, 0 two steps, 1 three steps. */
    LENGTH,
    /** -1 neither greeting nor kind closing, 0 one of them, 1 both. */
    WARMTH,
    /** -1 casual, 1 formal; in between when the words are mixed. */
    FORMALITY,
    /** -1 prose, 1 numbered steps. */
    STRUCTURE,
    /** -1 no apology, 1 an apology. */
    APOLOGY,
    /** -1 no question, 1 a question. */
    ASKING;

    /** Returns the name used in reports and settings, for example {@code warmth}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
