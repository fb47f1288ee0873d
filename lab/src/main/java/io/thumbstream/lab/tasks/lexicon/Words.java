package io.thumbstream.lab.tasks.lexicon;

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
 * <p>Padding and end, a separator, 8 domains, 8 topics with 8 words each, 8 style words of which one belongs to each domain, and 12 words
 * that mean nothing. Immutable.
 */
public final class Words implements Tokenizer {
    static final int DOMAINS = 8;
    static final int TOPICS = 8;
    static final int WORDS_PER_TOPIC = 8;
    static final int FILLERS = 12;

    /** Id of padding. */
    public static final int PAD = 0;
    /** Id that ends an answer. */
    public static final int END = 1;

    static final int SEPARATOR = 2;
    private static final int FIRST_DOMAIN = 3;
    private static final int FIRST_TOPIC = FIRST_DOMAIN + DOMAINS;
    private static final int FIRST_WORD = FIRST_TOPIC + TOPICS;
    private static final int FIRST_STYLE = FIRST_WORD + TOPICS * WORDS_PER_TOPIC;
    private static final int FIRST_FILLER = FIRST_STYLE + DOMAINS;

    private final List<String> texts;
    private final Map<String, Integer> ids = new HashMap<>();

    /** The word list. */
    public Words() {
        List<String> all = new ArrayList<>(List.of(ChatFormat.PAD, ChatFormat.END, "|"));
        for (int domain = 0; domain < DOMAINS; domain++) {
            all.add("domain" + domain);
        }
        for (int topic = 0; topic < TOPICS; topic++) {
            all.add("topic" + topic);
        }
        for (int topic = 0; topic < TOPICS; topic++) {
            for (int word = 0; word < WORDS_PER_TOPIC; word++) {
                all.add("t" + topic + "w" + word);
            }
        }
        for (int domain = 0; domain < DOMAINS; domain++) {
            all.add("style" + domain);
        }
        for (int filler = 0; filler < FILLERS; filler++) {
            all.add("filler" + filler);
        }
        texts = List.copyOf(all);
        for (int id = 0; id < texts.size(); id++) {
            ids.put(texts.get(id), id);
        }
    }

    static int domain(int domain) {
        return FIRST_DOMAIN + domain;
    }

    static int topic(int topic) {
        return FIRST_TOPIC + topic;
    }

    static int word(int topic, int word) {
        return FIRST_WORD + topic * WORDS_PER_TOPIC + word;
    }

    static int style(int domain) {
        return FIRST_STYLE + domain;
    }

    static int filler(int filler) {
        return FIRST_FILLER + filler;
    }

    /** Topic whose word {@code id} is, or -1. */
    static int topicOf(int id) {
        return id >= FIRST_WORD && id < FIRST_STYLE ? (id - FIRST_WORD) / WORDS_PER_TOPIC : -1;
    }

    /** Domain whose style word {@code id} is, or -1. */
    static int styleOf(int id) {
        return id >= FIRST_STYLE && id < FIRST_FILLER ? id - FIRST_STYLE : -1;
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
                : plain.lines()
                        .flatMap(line -> List.of(line.split(" +")).stream())
                        .mapToInt(this::known)
                        .toArray();
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
