package io.thumbstream.lab.tasks.lexicon;

import java.util.Arrays;
import java.util.Map;

/**
 * Two aspects of an answer that stand in each other's way, because every word serves one of them at most.
 *
 * <p>Topics: share of the words that are about wanted topics. Style: share of the words that are style words of whatever domain. Both are 0
 * for an answer without words, and 1 together at most. The score of an aspect is {@code 10 (share - good)}, above 0 where the answer is good in
 * it. What an answer is worth does not change. Immutable.
 *
 * @param good share from which an answer is good in an aspect, in [0, 0.5]; 0 is no aspects
 */
public record LexiconAspects(double good) {
    /** There are none. */
    public static final LexiconAspects NONE = new LexiconAspects(0);
    /** Name of the score of the first aspect. */
    public static final String TOPICS = "topics";
    /** Name of the score of the second aspect. */
    public static final String STYLE = "style";

    private static final double MOST = 0.5;
    private static final double SCALE = 10;

    public LexiconAspects {
        if (!(good >= 0 && good <= MOST)) {
            throw new IllegalArgumentException(
                    "good is " + good + "; give a share of words in [0, 0.5], or no answer is good in both aspects");
        }
    }

    /** Whether there are aspects. */
    public boolean planted() {
        return good > 0;
    }

    /**
     * Scores of an answer by aspect; none without aspects.
     *
     * @param answer token ids; from the end token on nothing counts
     */
    public Map<String, Double> scores(LexiconPrompt prompt, int[] answer) {
        if (!planted()) {
            return Map.of();
        }
        int[] words = LexiconGold.untilEnd(answer);
        return Map.of(TOPICS, SCALE * (topics(prompt, words) - good), STYLE, SCALE * (style(words) - good));
    }

    /** Whether an answer is good in both aspects; never without them. Arguments as for {@link #scores}. */
    public boolean both(LexiconPrompt prompt, int[] answer) {
        int[] words = LexiconGold.untilEnd(answer);
        return planted() && topics(prompt, words) >= good && style(words) >= good;
    }

    private static double topics(LexiconPrompt prompt, int[] words) {
        return Arrays.stream(words)
                .mapToDouble(word -> prompt.topics().contains(Words.topicOf(word)) ? 1 : 0)
                .average()
                .orElse(0);
    }

    private static double style(int[] words) {
        return Arrays.stream(words)
                .mapToDouble(word -> Words.styleOf(word) >= 0 ? 1 : 0)
                .average()
                .orElse(0);
    }
}
