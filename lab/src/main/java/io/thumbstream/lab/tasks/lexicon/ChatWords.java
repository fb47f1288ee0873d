package io.thumbstream.lab.tasks.lexicon;

import io.thumbstream.lab.tasks.WordList;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Tokenizer;
import java.util.Arrays;

/**
 * The word list of the bed behind the control tokens of conversations, for models that read prompt and answer as turns. Immutable.
 */
public final class ChatWords implements Tokenizer {
    /** Padding and end stand first in both lists; behind them come the turns here. */
    private static final int BEHIND = ChatFormat.SPECIAL_TOKENS.size() - Words.SEPARATOR;

    private final WordList words = Words.list();

    @Override
    public int[] encode(String text) {
        return Arrays.stream(words.encode(text)).map(id -> id + BEHIND).toArray();
    }

    @Override
    public String decode(int[] ids) {
        return words.decode(Arrays.stream(ids)
                .filter(id -> id >= ChatFormat.SPECIAL_TOKENS.size())
                .map(id -> id - BEHIND)
                .toArray());
    }

    @Override
    public int vocabularySize() {
        return words.vocabularySize() + BEHIND;
    }

    @Override
    public int id(String specialToken) {
        int id = ChatFormat.SPECIAL_TOKENS.indexOf(specialToken);
        if (id < 0) {
            throw new IllegalArgumentException("the word list has no special token " + specialToken);
        }
        return id;
    }
}
