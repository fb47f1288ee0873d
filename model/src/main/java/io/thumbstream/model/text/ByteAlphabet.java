package io.thumbstream.model.text;

import java.nio.charset.StandardCharsets;

/**
 * The one-to-one map from bytes to printable characters of byte-level BPE, so that any text is a string over 256 visible
 * symbols.
 *
 * <p>Printable Latin-1 bytes stand for themselves, the others follow from U+0100 upwards. Source: Radford et al.,
 * Language Models are Unsupervised Multitask Learners, 2019.
 */
final class ByteAlphabet {
    private static final int BYTES = 256;
    private static final char[] SYMBOLS = symbols();

    private ByteAlphabet() {}

    /** Symbol of a byte, {@code value} in {@code [0, 256)}. */
    static char symbol(int value) {
        return SYMBOLS[value];
    }

    /** Symbols of the UTF-8 bytes of {@code text}. */
    static String symbols(String text) {
        StringBuilder result = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            result.append(SYMBOLS[b & 0xff]);
        }
        return result.toString();
    }

    private static char[] symbols() {
        char[] symbols = new char[BYTES];
        char next = BYTES;
        for (int b = 0; b < BYTES; b++) {
            boolean visible = (b > ' ' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
            symbols[b] = visible ? (char) b : next++;
        }
        return symbols;
    }
}
