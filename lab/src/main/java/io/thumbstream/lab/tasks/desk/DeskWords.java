package io.thumbstream.lab.tasks.desk;

import io.thumbstream.lab.tasks.WordList;
import io.thumbstream.model.text.ChatFormat;
import java.util.ArrayList;
import java.util.List;

/** The words of the bed and their ids: padding and end, a separator, the click that takes the last one back, six buttons, and twelve wishes. */
public final class DeskWords {
    /** Id of padding. */
    public static final int PAD = ChatFormat.PAD_ID;
    /** Id that ends an answer. */
    public static final int END = ChatFormat.END_ID;
    /** Id of the click that takes the last one back. */
    public static final int UNDO = 3;

    static final int SEPARATOR = 2;
    /** How many buttons a menu has. */
    static final int BUTTONS = 6;
    /** How many things can be wished for. */
    static final int WISHES = 12;

    private static final int FIRST_BUTTON = 4;
    private static final int FIRST_WISH = FIRST_BUTTON + BUTTONS;
    private static final WordList LIST = new WordList(texts());

    private DeskWords() {}

    /** The words as a tokenizer. */
    public static WordList list() {
        return LIST;
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>(List.of("|", "undo"));
        for (int button = 0; button < BUTTONS; button++) {
            texts.add("button" + button);
        }
        for (int wish = 0; wish < WISHES; wish++) {
            texts.add("wish" + wish);
        }
        return texts;
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
}
