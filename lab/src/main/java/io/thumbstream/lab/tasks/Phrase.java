package io.thumbstream.lab.tasks;

import java.util.List;

/**
 * A known run of words in an answer.
 *
 * @param kind part of an answer it is
 * @param tone -1 casual, 0 neutral, 1 formal
 * @param words lower-case words and signs, in order
 * @param content value for a fact, step for a procedure, empty otherwise
 */
record Phrase(Kind kind, int tone, List<String> words, String content) {
    /** Part of an answer. */
    enum Kind {
        GREETING,
        APOLOGY,
        FACT,
        LEAD,
        STEP,
        NUMBER,
        QUESTION,
        CLOSING,
        GLUE
    }

    Phrase {
        words = List.copyOf(words);
    }
}
