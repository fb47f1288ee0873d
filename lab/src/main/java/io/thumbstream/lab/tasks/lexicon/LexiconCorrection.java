package io.thumbstream.lab.tasks.lexicon;

import java.util.ArrayList;
import java.util.List;

/**
 * What a person makes of an answer who corrects it: one after another, the word is replaced whose replacement raises the worth of the answer
 * most. Replacements are words of the wanted topics, the style word of the domain and words that mean nothing; no word comes or goes. Draws nothing.
 */
public final class LexiconCorrection {
    /** A rise of less is rounding. */
    private static final double LEAST_RISE = 1e-9;

    private LexiconCorrection() {}

    /**
     * The corrected answer without its end token; the same words where no replacement raises their worth.
     *
     * @param answer token ids; from the end token on nothing counts
     * @param most words that are replaced at most, at least 0
     */
    public static int[] of(LexiconTaste taste, LexiconPrompt prompt, int[] answer, int most) {
        int[] words = LexiconGold.untilEnd(answer);
        List<Integer> replacements = replacements(prompt);
        int changes = 0;
        while (changes < most && improve(taste, prompt, words, replacements)) {
            changes++;
        }
        return words;
    }

    private static List<Integer> replacements(LexiconPrompt prompt) {
        List<Integer> all = new ArrayList<>();
        for (int topic : prompt.topics()) {
            for (int word = 0; word < Words.WORDS_PER_TOPIC; word++) {
                all.add(Words.word(topic, word));
            }
        }
        all.add(Words.style(prompt.domain()));
        for (int filler = 0; filler < Words.FILLERS; filler++) {
            all.add(Words.filler(filler));
        }
        return all;
    }

    /** Makes the best replacement in place, of equal ones the first; whether there was one. */
    private static boolean improve(LexiconTaste taste, LexiconPrompt prompt, int[] words, List<Integer> replacements) {
        double best = taste.worth(prompt, words);
        int place = -1;
        int by = 0;
        for (int i = 0; i < words.length; i++) {
            int kept = words[i];
            for (int replacement : replacements) {
                words[i] = replacement;
                double worth = taste.worth(prompt, words);
                if (worth > best + LEAST_RISE) {
                    best = worth;
                    place = i;
                    by = replacement;
                }
            }
            words[i] = kept;
        }
        if (place >= 0) {
            words[place] = by;
        }
        return place >= 0;
    }
}
