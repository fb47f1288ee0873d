package io.thumbstream.runtime.config;

import java.util.Collection;
import java.util.Comparator;

/** The nearest known name to a misspelt one, for messages. */
public final class Suggestions {
    private Suggestions() {}

    /** {@code " (did you mean 'x'?)"} when a known name is close enough, otherwise empty. */
    public static String nearest(String given, Collection<String> known) {
        int bound = Math.max(2, given.length() / 3);
        return known.stream()
                .filter(name -> distance(given, name) <= bound || name.startsWith(given + "-"))
                .min(Comparator.comparingInt(name -> distance(given, name)))
                .map(name -> " (did you mean '" + name + "'?)")
                .orElse("");
    }

    /** Levenshtein distance. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
