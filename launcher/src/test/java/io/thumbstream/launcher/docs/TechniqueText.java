package io.thumbstream.launcher.docs;

import io.thumbstream.launcher.technique.Explanation;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comment of a technique in its parts, as the house template orders them: formula, source, how ours differs and when to use it.
 *
 * @param formula what stands before the source; without a source, the first paragraph when it has a formula
 * @param source what follows the word "Source:", up to the end of its sentence
 * @param remarks everything else
 */
record TechniqueText(String formula, String source, String remarks) {
    /** Begins the source. */
    static final String SOURCE = "Source: ";

    /** Sources end with a year, the number of a paper or a bracket. */
    private static final Pattern END_OF_SOURCE = Pattern.compile("(?<=[0-9)])\\. (?=[A-Z`])");

    static TechniqueText of(List<String> paragraphs) {
        StringBuilder formula = new StringBuilder();
        StringBuilder remarks = new StringBuilder();
        String source = "";
        boolean cited = paragraphs.stream().anyMatch(paragraph -> paragraph.contains(SOURCE));
        for (String paragraph : paragraphs) {
            int at = paragraph.indexOf(SOURCE);
            if (at >= 0 && source.isEmpty()) {
                append(formula, paragraph.substring(0, at));
                String rest = paragraph.substring(at + SOURCE.length());
                Matcher end = END_OF_SOURCE.matcher(rest);
                int stop = end.find() ? end.start() : rest.length();
                source = rest.substring(0, stop).replaceFirst("\\.$", "");
                append(remarks, rest.substring(Math.min(rest.length(), stop + 1)));
            } else if (cited ? source.isEmpty() : formula.isEmpty() && remarks.isEmpty() && paragraph.contains(" = ")) {
                append(formula, paragraph);
            } else {
                append(remarks, paragraph);
            }
        }
        return new TechniqueText(formula.toString(), source, remarks.toString());
    }

    private static void append(StringBuilder text, String more) {
        String stripped = more.strip();
        if (!stripped.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ").append(stripped);
        }
    }

    /** The sentence on how ours differs from the source; empty when there is none. */
    String difference() {
        return new Explanation("", formula, source, remarks, Map.of(), List.of()).difference();
    }
}
