package io.thumbstream.lab.tasks.chain;

import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Tokenizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The word list of the bed, which is a tokenizer too: one id for each word, words parted by blanks.
 *
 * <p>Padding and end, a separator, two operators, the equals sign, the end of a step, and ten digits. Immutable.
 */
public final class ChainWords implements Tokenizer {
    /** Id of padding. */
    public static final int PAD = 0;
    /** Id that ends an answer. */
    public static final int END = 1;

    static final int SEPARATOR = 2;
    static final int PLUS = 3;
    static final int TIMES = 4;
    static final int EQUALS = 5;
    static final int STEP = 6;
    /** How many numbers there are: all is modulo this. */
    static final int DIGITS = 10;

    private static final int ZERO = 7;
    private static final List<String> TEXTS = List.of(
            ChatFormat.PAD, ChatFormat.END, "|", "+", "x", "=", ";", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private final Map<String, Integer> ids = new HashMap<>();

    /** The word list. */
    public ChainWords() {
        for (int id = 0; id < TEXTS.size(); id++) {
            ids.put(TEXTS.get(id), id);
        }
    }

    static int digit(int digit) {
        return ZERO + digit;
    }

    /** The digit whose id this is, or -1. */
    static int digitOf(int id) {
        return id >= ZERO && id < ZERO + DIGITS ? id - ZERO : -1;
    }

    /**
     * Ids of words parted by blanks.
     *
     * @throws IllegalArgumentException naming a word that is not in the list
     */
    @Override
    public int[] encode(String text) {
        String plain = text.strip();
        return plain.isEmpty()
                ? new int[0]
                : List.of(plain.split("\\s+")).stream().mapToInt(this::known).toArray();
    }

    private int known(String word) {
        Integer id = ids.get(word);
        if (id == null || specialIds().contains(id)) {
            throw new IllegalArgumentException("'" + word + "' is not in the word list");
        }
        return id;
    }

    /** Each word with a blank after it, so that words of single ids can be joined. */
    @Override
    public String decode(int[] tokens) {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            if (!specialIds().contains(token)) {
                text.append(TEXTS.get(token)).append(' ');
            }
        }
        return text.toString();
    }

    @Override
    public int vocabularySize() {
        return TEXTS.size();
    }

    @Override
    public int id(String specialToken) {
        Integer id = ids.get(specialToken);
        if (id == null || !specialIds().contains(id)) {
            throw new IllegalArgumentException("the word list has no special token " + specialToken);
        }
        return id;
    }

    @Override
    public Set<Integer> specialIds() {
        return Set.of(PAD, END);
    }
}
