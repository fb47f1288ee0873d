package io.thumbstream.lab.tasks.lexicon;

import io.thumbstream.lab.tasks.WordList;
import io.thumbstream.model.text.ChatFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of the bed and their ids: padding and end, a separator, 8 domains, 8 topics with 8 words each, 8 style words of which one belongs
 * to each domain, and 12 words that mean nothing.
 */
public final class Words {
    static final int DOMAINS = 8;
    static final int TOPICS = 8;
    static final int WORDS_PER_TOPIC = 8;
    static final int FILLERS = 12;

    /** Id of padding. */
    public static final int PAD = ChatFormat.PAD_ID;
    /** Id that ends an answer. */
    public static final int END = ChatFormat.END_ID;

    static final int SEPARATOR = 2;
    private static final int FIRST_DOMAIN = 3;
    private static final int FIRST_TOPIC = FIRST_DOMAIN + DOMAINS;
    private static final int FIRST_WORD = FIRST_TOPIC + TOPICS;
    private static final int FIRST_STYLE = FIRST_WORD + TOPICS * WORDS_PER_TOPIC;
    private static final int FIRST_FILLER = FIRST_STYLE + DOMAINS;
    private static final WordList LIST = new WordList(texts());

    private Words() {}

    /** The words as a tokenizer. */
    public static WordList list() {
        return LIST;
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>(List.of("|"));
        for (int domain = 0; domain < DOMAINS; domain++) {
            texts.add("domain" + domain);
        }
        for (int topic = 0; topic < TOPICS; topic++) {
            texts.add("topic" + topic);
        }
        for (int topic = 0; topic < TOPICS; topic++) {
            for (int word = 0; word < WORDS_PER_TOPIC; word++) {
                texts.add("t" + topic + "w" + word);
            }
        }
        for (int domain = 0; domain < DOMAINS; domain++) {
            texts.add("style" + domain);
        }
        for (int filler = 0; filler < FILLERS; filler++) {
            texts.add("filler" + filler);
        }
        return texts;
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
}
