package io.thumbstream.model.sample;

import io.thumbstream.model.text.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Words and bytes as the vocabulary of Llama 2 has them: ids below 256 are bytes, later ones a blank and a letter. A run of bytes that is no
 * UTF-8 is one U+FFFD for each of its bytes, and the blank at the beginning of a text is cut.
 */
final class FallbackTokenizer implements Tokenizer {
    private static final int BYTES = 256;

    /** Id of the word that is one letter. */
    static int word(char letter) {
        return BYTES + letter - 'a';
    }

    @Override
    public String decode(int[] ids) {
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        for (int id : ids) {
            if (id < BYTES) {
                run.write(id);
            } else {
                text.append(characters(run)).append(' ').append((char) ('a' + id - BYTES));
            }
        }
        text.append(characters(run));
        return text.indexOf(" ") == 0 ? text.substring(1) : text.toString();
    }

    private static String characters(ByteArrayOutputStream run) {
        String text = run.toString(StandardCharsets.UTF_8);
        int bytes = run.size();
        run.reset();
        return text.contains("\uFFFD") ? "\uFFFD".repeat(bytes) : text;
    }

    @Override
    public boolean decodesApart() {
        return false;
    }

    @Override
    public int[] encode(String text) {
        throw new UnsupportedOperationException("tests give ids");
    }

    @Override
    public int vocabularySize() {
        return BYTES + 26;
    }

    @Override
    public int id(String specialToken) {
        throw new IllegalArgumentException("there is no special token " + specialToken);
    }
}
