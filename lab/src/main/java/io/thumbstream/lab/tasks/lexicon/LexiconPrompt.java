package io.thumbstream.lab.tasks.lexicon;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.Arrays;
import java.util.List;

/**
 * What is asked for.
 *
 * @param domain whose taste counts, from 0
 * @param topics three different topics, in the order in which they are wanted
 */
public record LexiconPrompt(int domain, List<Integer> topics) {
    static final int TOPICS = 3;

    public LexiconPrompt {
        topics = List.copyOf(topics);
        if (topics.size() != TOPICS || topics.stream().distinct().count() != TOPICS) {
            throw new IllegalArgumentException("a prompt names 3 different topics, not " + topics);
        }
    }

    /** A prompt drawn uniformly. */
    public static LexiconPrompt draw(SeededRandom random) {
        return draw(random, 0, Words.DOMAINS);
    }

    /** A prompt of the first four domains, or of the other four. */
    public static LexiconPrompt drawHalf(SeededRandom random, boolean second) {
        int half = Words.DOMAINS / 2;
        return draw(random, second ? half : 0, half);
    }

    private static LexiconPrompt draw(SeededRandom random, int first, int domains) {
        int[] order = new int[Words.TOPICS];
        for (int topic = 0; topic < order.length; topic++) {
            order[topic] = topic;
        }
        random.shuffle(order);
        return new LexiconPrompt(first + random.nextInt(domains), List.of(order[0], order[1], order[2]));
    }

    /**
     * The prompt with these token ids, as {@link #tokens} gives them.
     *
     * @throws IllegalArgumentException when they are not five, do not end with the separator or name a topic twice
     */
    public static LexiconPrompt of(int[] tokens) {
        if (tokens.length != TOPICS + 2 || tokens[TOPICS + 1] != Words.SEPARATOR) {
            throw new IllegalArgumentException(
                    "a prompt is a domain, 3 topics and the separator, not the tokens " + Arrays.toString(tokens));
        }
        int first = Words.topic(0);
        return new LexiconPrompt(
                tokens[0] - Words.domain(0), List.of(tokens[1] - first, tokens[2] - first, tokens[TOPICS] - first));
    }

    /** Its token ids: domain, topics, separator. */
    public int[] tokens() {
        return new int[] {
            Words.domain(domain),
            Words.topic(topics.get(0)),
            Words.topic(topics.get(1)),
            Words.topic(topics.get(2)),
            Words.SEPARATOR
        };
    }
}
