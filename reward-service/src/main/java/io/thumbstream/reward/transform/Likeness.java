package io.thumbstream.reward.transform;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** How alike two texts are by their words, in [0, 1]: 1 for the same words in the same order. Words are what stands between white space. */
enum Likeness {
    /** {@code 2 c / (n + m)} with {@code c} the length of the longest common subsequence. */
    ROUGE_L,
    /** {@code 1 - d / max(n, m)} with {@code d} the least number of words to insert, delete or replace. */
    EDIT,
    /** {@code 2 c / (n + m)} with {@code c} the number of common words, in any order. */
    TOKEN_F1;

    /**
     * The likeness of two texts, of {@code n} and {@code m} words; 0 when either has none.
     *
     * @param most words of each that are compared; what follows is left out
     */
    double of(String first, String second, int most) {
        if (first.isBlank() || second.isBlank()) {
            return 0;
        }
        String[] one = words(first, most);
        String[] other = words(second, most);
        return switch (this) {
            case ROUGE_L -> 2.0 * subsequence(one, other) / (one.length + other.length);
            case EDIT -> 1 - (double) distance(one, other) / Math.max(one.length, other.length);
            case TOKEN_F1 -> 2.0 * common(one, other) / (one.length + other.length);
        };
    }

    private static String[] words(String text, int most) {
        return Arrays.stream(text.strip().split("\\s+", -1)).limit(most).toArray(String[]::new);
    }

    private static int subsequence(String[] first, String[] second) {
        int[] longest = new int[second.length + 1];
        for (String word : first) {
            int diagonal = 0;
            for (int j = 1; j <= second.length; j++) {
                int above = longest[j];
                longest[j] = word.equals(second[j - 1]) ? diagonal + 1 : Math.max(above, longest[j - 1]);
                diagonal = above;
            }
        }
        return longest[second.length];
    }

    private static int distance(String[] first, String[] second) {
        int[] distance = new int[second.length + 1];
        Arrays.setAll(distance, j -> j);
        for (int i = 1; i <= first.length; i++) {
            int diagonal = distance[0];
            distance[0] = i;
            for (int j = 1; j <= second.length; j++) {
                int replaced = diagonal + (first[i - 1].equals(second[j - 1]) ? 0 : 1);
                diagonal = distance[j];
                distance[j] = Math.min(replaced, 1 + Math.min(distance[j], distance[j - 1]));
            }
        }
        return distance[second.length];
    }

    private static int common(String[] first, String[] second) {
        Map<String, Integer> left = new HashMap<>();
        for (String word : first) {
            left.merge(word, 1, Integer::sum);
        }
        int common = 0;
        for (String word : second) {
            int there = left.getOrDefault(word, 0);
            if (there > 0) {
                left.put(word, there - 1);
                common++;
            }
        }
        return common;
    }
}
