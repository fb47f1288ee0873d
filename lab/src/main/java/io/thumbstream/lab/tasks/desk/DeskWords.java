package io.thumbstream.lab.tasks.desk;

import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The word list of the bed, which is a tokenizer too: one id for each word, words parted by blanks.
 *
 * <p>Padding and end, a separator, the click that takes the last one back, six buttons, and twelve wishes. Immutable.
 */
public final class DeskWords implements Tokenizer {
    /** Id of padding. */
    public static final int PAD = 0;
    /** Id that ends an answer. */
    public static final int END = 1;
    /** Id of the click that takes the last one back. */
    public static final int UNDO = 3;

    static final int SEPARATOR = 2;
    /** How many buttons a menu has. */
    static final int BUTTONS = 6;
    /** How many things can be wished for. */
    static final int WISHES = 12;

    private static final int FIRST_BUTTON = 4;
    private static final int FIRST_WISH = FIRST_BUTTON + BUTTONS;
    private static final List<String> TEXTS = texts();

    private final Map<String, Integer> ids = new HashMap<>();

    /** The word list. */
    public DeskWords() {
        for (int id = 0; id < TEXTS.size(); id++) {
            ids.put(TEXTS.get(id), id);
        }
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>(List.of(ChatFormat.PAD, ChatFormat.END, "|", "undo"));
        for (int button = 0; button < BUTTONS; button++) {
            texts.add("button" + button);
        }
        for (int wish = 0; wish < WISHES; wish++) {
            texts.add("wish" + wish);
        }
        return List.copyOf(texts);
    }

    static int button(int button) {
        return FIRST_BUTTON + button;
    }

    /** The button whose id this is, or -1. */
    static int buttonOf(int id) {
        return id >= FIRST_BUTTON && id < FIRST_WISH ? id - FIRST_BUTTON : -1;
    }

    static int wish(int wish) {
        return FIRST_WISH + wish;
    }

    /** The wish whose id this is, or -1. */
    static int wishOf(int id) {
        return id >= FIRST_WISH && id < FIRST_WISH + WISHES ? id - FIRST_WISH : -1;
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
