package io.thumbstream.launcher.docker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One question to Prometheus, taken apart as far as names of metrics and labels go. */
final class PromQl {
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.])[a-zA-Z_:][\\w:]*+(?!\\s*\\()");
    private static final Pattern PLAIN = Pattern.compile("[\\w-]+");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Set<String> OF_EVERY_SCRAPE = Set.of("job", "instance");

    private final String expression;
    private final Set<String> grouped = new TreeSet<>();
    private final Set<String> metrics;
    private final List<MatchResult> selectors;

    PromQl(String expression) {
        this.expression = expression;
        GROUPING.matcher(expression)
                .results()
                .forEach(found -> grouped.addAll(Arrays.stream(found.group(2).split(","))
                        .map(String::strip)
                        .filter(label -> !label.isEmpty())
                        .toList()));
        String ungrouped = GROUPING.matcher(expression).replaceAll(" ");
        this.selectors = SELECTOR.matcher(ungrouped).results().toList();
        String bare = ungrouped.replaceAll("\\{[^}]*}", " ").replaceAll("\\[[^]]*]", " ");
        this.metrics = NAME.matcher(bare)
                .results()
                .map(MatchResult::group)
                .filter(word -> !WORDS.contains(word))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> metrics() {
        return metrics;
    }

    /** Labels of the answer: those it is grouped by, or those of its metrics. */
    Set<String> labels(Series known) {
        return grouped.isEmpty() ? labelsOfMetrics(known) : grouped;
    }

    /** What no service shows, in words; empty when the question can be answered. */
    List<String> problems(Series known) {
        List<String> problems = new ArrayList<>();
        metrics.stream()
                .filter(metric -> !known.has(metric))
                .forEach(metric -> problems.add("no service shows " + metric));
        Set<String> labels = labelsOfMetrics(known);
        grouped.stream()
                .filter(label -> !labels.contains(label))
                .forEach(label -> problems.add("no metric of '" + expression + "' has the label " + label));
        for (MatchResult selector : selectors) {
            MATCHER.matcher(selector.group(2))
                    .results()
                    .forEach(matcher -> check(selector.group(1), matcher, known, problems));
        }
        return problems;
    }

    private Set<String> labelsOfMetrics(Series known) {
        Set<String> labels = new TreeSet<>(OF_EVERY_SCRAPE);
        metrics.forEach(metric -> labels.addAll(known.labels(metric)));
        return labels;
    }

    private static void check(String metric, MatchResult matcher, Series known, List<String> problems) {
        String label = matcher.group(1);
        if (!known.labels(metric).contains(label) && !OF_EVERY_SCRAPE.contains(label)) {
            problems.add(metric + " has no label " + label);
            return;
        }
        for (String value : matcher.group(3).split("\\|")) {
            boolean wanted =
                    matcher.group(2).startsWith("=") && PLAIN.matcher(value).matches();
            if (wanted && !known.values(metric, label).contains(value)) {
                problems.add("no service shows " + metric + " with " + label + "=" + value);
            }
        }
    }
}
