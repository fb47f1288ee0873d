package io.thumbstream.lab.tasks;

import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list of words as a tokenizer: one id for each word, words parted by blanks.
 *
 * <p>Padding and end come first, {@link ChatFormat#PAD_ID} and {@link ChatFormat#END_ID}; the words stand behind them in their order.
 * Immutable.
 */
public final class WordList implements Tokenizer {
    private static final Set<Integer> SPECIAL = Set.of(ChatFormat.PAD_ID, ChatFormat.END_ID);

    private final List<String> texts;
    private final Map<String, Integer> ids = new HashMap<>();

    /** @param words without blanks, no two of them equal; the first has id 2 */
    public WordList(List<String> words) {
        List<String> all = new ArrayList<>(List.of(ChatFormat.PAD, ChatFormat.END));
        all.addAll(words);
        texts = List.copyOf(all);
        for (int id = 0; id < texts.size(); id++) {
            ids.put(texts.get(id), id);
        }
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
        if (id == null || SPECIAL.contains(id)) {
            throw new IllegalArgumentException("'" + word + "' is not in the word list");
        }
        return id;
    }

    /** Each word with a blank after it, so that words of single ids can be joined. */
    @Override
    public String decode(int[] tokens) {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            if (!SPECIAL.contains(token)) {
                text.append(texts.get(token)).append(' ');
            }
        }
        return text.toString();
    }

    @Override
    public int vocabularySize() {
        return texts.size();
    }

    @Override
    public int id(String specialToken) {
        Integer id = ids.get(specialToken);
        if (id == null || !SPECIAL.contains(id)) {
            throw new IllegalArgumentException("the word list has no special token " + specialToken);
        }
        return id;
    }

    @Override
    public Set<Integer> specialIds() {
        return SPECIAL;
    }
}
