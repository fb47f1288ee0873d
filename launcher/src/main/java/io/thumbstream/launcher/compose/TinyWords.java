package io.thumbstream.launcher.compose;

import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Tokenizer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The words of the tiny stream behind the tokens of the chat format, for a reward model that reads; any other word is read as one of them. */
final class TinyWords implements Tokenizer {
    /** Words of the stream, {@code word0} and so on. */
    static final int WORDS = 12;

    private static final String WORD = "word";
    private static final int FIRST = ChatFormat.SPECIAL_TOKENS.size();

    /** The text of the word with this number. */
    static String word(int number) {
        return WORD + number;
    }

    @Override
    public int[] encode(String text) {
        String plain = text.strip();
        return plain.isEmpty()
                ? new int[0]
                : Arrays.stream(plain.split("\\s+")).mapToInt(TinyWords::idOf).toArray();
    }

    private static int idOf(String word) {
        for (int number = 0; number < WORDS; number++) {
            if (word(number).equals(word)) {
                return FIRST + number;
            }
        }
        return FIRST + Math.floorMod(word.hashCode(), WORDS);
    }

    @Override
    public String decode(int[] ids) {
        return Arrays.stream(ids)
                .filter(id -> id >= FIRST)
                .mapToObj(id -> word(id - FIRST))
                .collect(Collectors.joining(" "));
    }

    @Override
    public int vocabularySize() {
        return FIRST + WORDS;
    }

    @Override
    public int id(String specialToken) {
        int id = ChatFormat.SPECIAL_TOKENS.indexOf(specialToken);
        if (id < 0) {
            throw new IllegalArgumentException("the words of the stream have no special token " + specialToken);
        }
        return id;
    }
}
