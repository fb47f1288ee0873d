package io.thumbstream.lab.tasks.lexicon;

import java.util.ArrayList;
import java.util.List;

/**
 * How somebody corrects an answer who knows what it is worth: one word after the other is replaced, each time the place and the word
 * that raise worth most, of equals the first, until nothing raises it or enough words were replaced. Only words about wanted topics and the
 * domain's own style word are put in, the first being tried first; nothing is added or left out.
 */
public final class LexiconCorrection {
    /** Gains smaller than this are rounding. */
    private static final double LEAST = 1e-9;

    private LexiconCorrection() {}

    /**
     * The corrected answer without an end token; the answer's own words when no replacement raises worth.
     *
     * @param taste whose worth counts
     * @param answer token ids; from the end token on nothing counts
     * @param most words that are replaced at most, at least 0
     */
    public static int[] of(LexiconTaste taste, LexiconPrompt prompt, int[] answer, int most) {
        int[] words = LexiconGold.untilEnd(answer);
        List<Integer> candidates = candidates(prompt);
        for (int replaced = 0; replaced < most; replaced++) {
            if (!raised(taste, prompt, words, candidates)) {
                break;
            }
        }
        return words;
    }

    /** Replaces the one word that gains most; false when none gains anything. */
    private static boolean raised(LexiconTaste taste, LexiconPrompt prompt, int[] words, List<Integer> candidates) {
        double best = taste.worth(prompt, words);
        int place = -1;
        int word = -1;
        for (int i = 0; i < words.length; i++) {
            int before = words[i];
            for (int candidate : candidates) {
                words[i] = candidate;
                double worth = taste.worth(prompt, words);
                if (worth > best + LEAST) {
                    best = worth;
                    place = i;
                    word = candidate;
                }
            }
            words[i] = before;
        }
        if (place < 0) {
            return false;
        }
        words[place] = word;
        return true;
    }

    private static List<Integer> candidates(LexiconPrompt prompt) {
        List<Integer> candidates = new ArrayList<>();
        for (int topic : prompt.topics()) {
            for (int word = 0; word < Words.WORDS_PER_TOPIC; word++) {
                candidates.add(Words.word(topic, word));
            }
        }
        candidates.add(Words.style(prompt.domain()));
        return candidates;
    }
}
