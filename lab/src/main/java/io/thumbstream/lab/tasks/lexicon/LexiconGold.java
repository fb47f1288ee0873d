package io.thumbstream.lab.tasks.lexicon;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Attributes of an answer, each in [0, 1]; what an answer is worth is their mean with the weights of its domain ({@link LexiconTaste}).
 *
 * <p>Coverage: share of the wanted topics with a word in the answer. Order: share of pairs of covered topics whose first words come in
 * the wanted order, 0 with fewer than two. No repetition: {@code 1 - repeated bigrams / bigrams}, 0 without a bigram. Length: 1 from 8 to
 * 16 words, falling linearly to 0 at 0 and at 24. Style: share of style words that are the domain's own, 0 without any. Focus: share of
 * topic words that belong to wanted topics, 0 without any.
 */
public final class LexiconGold {
    /** Number of attributes. */
    public static final int ATTRIBUTES = 6;

    private static final int SHORT = 8;
    private static final int LONG = 16;
    private static final int TOO_LONG = 24;

    private LexiconGold() {}

    /**
     * The attributes in the order above.
     *
     * @param answer token ids; from the end token on nothing counts
     */
    public static double[] attributes(LexiconPrompt prompt, int[] answer) {
        int[] words = untilEnd(answer);
        return new double[] {
            coverage(prompt, words),
            order(prompt, words),
            variety(words),
            length(words),
            style(prompt, words),
            focus(prompt, words)
        };
    }

    /** The words before the end token. */
    static int[] untilEnd(int[] answer) {
        int end = 0;
        while (end < answer.length && answer[end] != Words.END && answer[end] != Words.PAD) {
            end++;
        }
        return Arrays.copyOf(answer, end);
    }

    /** Place of the first word of a topic, or -1. */
    private static int first(int topic, int[] words) {
        for (int i = 0; i < words.length; i++) {
            if (Words.topicOf(words[i]) == topic) {
                return i;
            }
        }
        return -1;
    }

    private static double coverage(LexiconPrompt prompt, int[] words) {
        return (double) prompt.topics().stream()
                        .filter(topic -> first(topic, words) >= 0)
                        .count()
                / LexiconPrompt.TOPICS;
    }

    private static double order(LexiconPrompt prompt, int[] words) {
        List<Integer> places = prompt.topics().stream()
                .map(topic -> first(topic, words))
                .filter(place -> place >= 0)
                .toList();
        int pairs = 0;
        int right = 0;
        for (int i = 0; i < places.size(); i++) {
            for (int j = i + 1; j < places.size(); j++) {
                pairs++;
                right += places.get(i) < places.get(j) ? 1 : 0;
            }
        }
        return pairs == 0 ? 0 : (double) right / pairs;
    }

    private static double variety(int[] words) {
        if (words.length < 2) {
            return 0;
        }
        Set<List<Integer>> seen = new HashSet<>();
        int repeated = 0;
        for (int i = 1; i < words.length; i++) {
            repeated += seen.add(List.of(words[i - 1], words[i])) ? 0 : 1;
        }
        return 1 - (double) repeated / (words.length - 1);
    }

    private static double length(int[] words) {
        if (words.length < SHORT) {
            return (double) words.length / SHORT;
        }
        return words.length <= LONG ? 1 : Math.max(0, (double) (TOO_LONG - words.length) / (TOO_LONG - LONG));
    }

    private static double style(LexiconPrompt prompt, int[] words) {
        long styled =
                Arrays.stream(words).filter(word -> Words.styleOf(word) >= 0).count();
        long own = Arrays.stream(words)
                .filter(word -> Words.styleOf(word) == prompt.domain())
                .count();
        return styled == 0 ? 0 : (double) own / styled;
    }

    private static double focus(LexiconPrompt prompt, int[] words) {
        long any = Arrays.stream(words).filter(word -> Words.topicOf(word) >= 0).count();
        long wanted = Arrays.stream(words)
                .filter(word -> prompt.topics().contains(Words.topicOf(word)))
                .count();
        return any == 0 ? 0 : (double) wanted / any;
    }
}
