package io.thumbstream.launcher.rewardtrial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Texts of the bed in a second language: each word has one that stands for it and for no other, and in an answer every two neighbours change
 * places. What an answer is worth is what it is worth when read back. No word of the second language is one of the first.
 */
final class SecondLanguage {
    private static final String OTHER = "x";
    private static final String SEPARATOR = "|";

    private SecondLanguage() {}

    /** A prompt, its words in their order and its separator as it is. */
    static String prompt(String text) {
        return words(text).stream().map(SecondLanguage::translated).collect(Collectors.joining(" "));
    }

    /** An answer; a last word without a neighbour stays where it is. */
    static String answer(String text) {
        List<String> words = new ArrayList<>(words(text));
        for (int i = 0; i + 1 < words.size(); i += 2) {
            Collections.swap(words, i, i + 1);
        }
        return words.stream().map(SecondLanguage::translated).collect(Collectors.joining(" "));
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.strip().split(" +"));
    }

    private static String translated(String word) {
        return word.isEmpty() || word.equals(SEPARATOR) ? word : OTHER + word;
    }
}
