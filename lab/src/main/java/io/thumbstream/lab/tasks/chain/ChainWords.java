package io.thumbstream.lab.tasks.chain;

import io.thumbstream.lab.tasks.WordList;
import io.thumbstream.model.text.ChatFormat;
import java.util.List;

/** The words of the bed and their ids: padding and end, a separator, two operators, the equals sign, the end of a step, and ten digits. */
public final class ChainWords {
    /** Id of padding. */
    public static final int PAD = ChatFormat.PAD_ID;
    /** Id that ends an answer. */
    public static final int END = ChatFormat.END_ID;

    static final int SEPARATOR = 2;
    static final int PLUS = 3;
    static final int TIMES = 4;
    static final int EQUALS = 5;
    static final int STEP = 6;
    /** How many numbers there are: all is modulo this. */
    static final int DIGITS = 10;

    private static final int ZERO = 7;
    private static final WordList LIST =
            new WordList(List.of("|", "+", "x", "=", ";", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));

    private ChainWords() {}

    /** The words as a tokenizer. */
    public static WordList list() {
        return LIST;
    }

    static int digit(int digit) {
        return ZERO + digit;
    }

    /** The digit whose id this is, or -1. */
    static int digitOf(int id) {
        return id >= ZERO && id < ZERO + DIGITS ? id - ZERO : -1;
    }
}
