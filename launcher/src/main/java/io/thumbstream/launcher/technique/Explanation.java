package io.thumbstream.launcher.technique;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the comments of a technique say, kept beside the program because they are not in it.
 *
 * @param summary one sentence
 * @param formula what it computes, with its symbols; empty when the sentence says it all
 * @param source where it comes from; empty when it is from nowhere
 * @param remarks how ours differs, when to use it, known failures
 * @param settings meaning of each setting, by key
 * @param results pages that show it at work, below {@code docs/results}; behind one that reproduced no claim its verdict, in brackets
 */
public record Explanation(
        String summary,
        String formula,
        String source,
        String remarks,
        Map<String, String> settings,
        List<String> results) {
    /** File with the explanations of all techniques of this build, by {@link #key}; made and checked like the reference documents. */
    public static final String FILE = "techniques.json";

    /** Begins the verdict behind a page whose claim was not reproduced. */
    private static final String VERDICT = " (";

    private static final Pattern OURS = Pattern.compile("Ours .*?(?:\\. (?=[A-Z`])|\\.$)");

    private static final Explanation NONE =
            new Explanation("A plug-in's technique; its own documents explain it.", "", "", "", Map.of(), List.of());

    public Explanation {
        settings = Map.copyOf(settings);
        results = List.copyOf(results);
    }

    /** Name of a technique in the file. */
    public static String key(String kind, String name) {
        return kind + " " + name;
    }

    /** Explanations of all techniques of this build, by {@link #key}. */
    public static Map<String, Explanation> all() {
        try (InputStream in = Objects.requireNonNull(
                Explanation.class.getResourceAsStream(FILE), () -> FILE + " is missing from this build")) {
            return Map.copyOf(new ObjectMapper().readValue(in, new TypeReference<Map<String, Explanation>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE + " of this build", e);
        }
    }

    /** The sentence on how ours differs from its source; empty when there is none. */
    public String difference() {
        Matcher ours = OURS.matcher(remarks);
        return ours.find() ? ours.group().strip() : "";
    }

    /**
     * Where it was shown to work, in words.
     *
     * @param link what to say of a page, by its file name
     */
    public String shown(UnaryOperator<String> link) {
        return shown(results, link);
    }

    /**
     * Pages that count; "not yet" when none does; and then those whose verdict is another, with it.
     *
     * @param link what to say of a page, by its file name
     */
    public static String shown(List<String> results, UnaryOperator<String> link) {
        String counted = results.stream()
                .filter(page -> !page.contains(VERDICT))
                .map(link)
                .collect(Collectors.joining(", "));
        String others = results.stream()
                .filter(page -> page.contains(VERDICT))
                .map(page ->
                        link.apply(page.substring(0, page.indexOf(VERDICT))) + page.substring(page.indexOf(VERDICT)))
                .collect(Collectors.joining(", "));
        return (counted.isEmpty() ? "not yet" : counted) + (others.isEmpty() ? "" : "; " + others);
    }

    /** What is said of a technique that came from outside this build. */
    static Explanation none() {
        return NONE;
    }
}
