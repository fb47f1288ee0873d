package io.thumbstream.launcher.docker;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Time series that Prometheus would hold, by name, with the values of each label that were seen. */
final class Series {
    private static final Pattern LINE = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final Map<String, Map<String, Set<String>>> known = new TreeMap<>();

    /** Adds what {@code /metrics} answered. */
    void scraped(String text) {
        LINE.matcher(text).results().forEach(line -> {
            Map<String, String> labels = new TreeMap<>();
            if (line.group(2) != null) {
                LABEL.matcher(line.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
            }
            add(line.group(1), labels);
        });
    }

    void add(String name, Map<String, String> labels) {
        Map<String, Set<String>> seen = known.computeIfAbsent(name, first -> new TreeMap<>());
        labels.forEach((label, value) ->
                seen.computeIfAbsent(label, first -> new TreeSet<>()).add(value));
    }

    boolean has(String name) {
        return known.containsKey(name);
    }

    Set<String> labels(String name) {
        return known.getOrDefault(name, Map.of()).keySet();
    }

    Set<String> values(String name, String label) {
        return known.getOrDefault(name, Map.of()).getOrDefault(label, Set.of());
    }
}
