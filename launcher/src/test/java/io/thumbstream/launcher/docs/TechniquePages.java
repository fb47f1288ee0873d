package io.thumbstream.launcher.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.thumbstream.launcher.result.ResultIndex;
import io.thumbstream.launcher.technique.Explanation;
import io.thumbstream.launcher.technique.ExtensionPoint;
import io.thumbstream.launcher.technique.TechniqueCard;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.config.SettingsOutline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is written about techniques: the table, the papers, and the explanations that the program carries. */
final class TechniquePages {
    /** Where the program finds the explanations. */
    static final String EXPLANATIONS =
            "launcher/src/main/resources/io/thumbstream/launcher/technique/" + Explanation.FILE;

    /** A page of results says in such a line which techniques it shows at work: {@code Shows: `rloo`, `ppo-clip`}. */
    private static final Pattern SHOWS = Pattern.compile("(?m)^Shows: (.*)$");

    private final Javadoc javadoc;
    private final Map<String, List<String>> shown;
    private final Map<String, List<String>> tried;
    private final List<TechniqueCard> cards;

    /** @param results directory of the pages of results */
    TechniquePages(Javadoc javadoc, Path results) {
        this.javadoc = javadoc;
        ResultIndex index = index(results);
        this.shown = shown(results, index);
        this.tried = index.pages();
        this.cards = ExtensionPoint.all().stream()
                .flatMap(point -> point.catalog().names().stream().map(name -> card(point, name)))
                .toList();
    }

    private TechniqueCard card(ExtensionPoint point, String name) {
        Class<?> type = point.catalog().create(name).getClass();
        Map<String, String> settings = new TreeMap<>();
        SettingsOutline.of(point.catalog().settings(name))
                .forEach(key -> settings.put(key.path(), javadoc.component(key.owner(), key.component())));
        TechniqueText text = TechniqueText.of(javadoc.paragraphs(type));
        Explanation explanation = new Explanation(
                javadoc.sentence(type),
                text.formula(),
                text.source(),
                text.remarks(),
                settings,
                Stream.of(
                                shown.getOrDefault(name, List.of()),
                                tried.getOrDefault(Explanation.key(point.kind(), name), List.of()))
                        .flatMap(List::stream)
                        .toList());
        return TechniqueCard.of(point, name, explanation);
    }

    private static ResultIndex index(Path results) {
        try {
            return ResultIndex.read(results);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pages by the techniques they show: that of the same name, and those that say so; pages of the index are told of there. */
    private static Map<String, List<String>> shown(Path results, ResultIndex index) {
        Set<String> told = index.entries().stream()
                .map(entry -> ResultIndex.page(entry.id()))
                .collect(Collectors.toSet());
        Map<String, List<String>> shown = new TreeMap<>();
        try (Stream<Path> files = Files.list(results)) {
            for (Path page : files.filter(file ->
                            file.toString().endsWith(".md") && !told.contains(String.valueOf(file.getFileName())))
                    .sorted()
                    .toList()) {
                String file = String.valueOf(page.getFileName());
                shown.computeIfAbsent(file.replaceFirst("\\.md$", ""), unused -> new ArrayList<>())
                        .add(file);
                SHOWS.matcher(Files.readString(page))
                        .results()
                        .flatMap(line -> Stream.of(line.group(1).split(",", -1)))
                        .map(name -> name.replace("`", "").strip())
                        .filter(name -> !shown.getOrDefault(name, List.of()).contains(file))
                        .forEach(name -> shown.computeIfAbsent(name, unused -> new ArrayList<>())
                                .add(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return shown;
    }

    String techniques() {
        Markdown page = new Markdown("Techniques")
                .paragraph(
                        "Every technique by the name under which the [configuration](configuration.md) chooses it, with its default "
                                + "settings. `thumbstream techniques show NAME` adds formula, source and remarks; [papers](../papers.md) lists the "
                                + "sources. [Adding one](../extending.md) is one file, one line and one test.");
        for (ExtensionPoint point : ExtensionPoint.all()) {
            List<List<String>> rows = cards.stream()
                    .filter(card -> card.point().equals(point))
                    .map(TechniquePages::row)
                    .toList();
            page.heading(point.kind())
                    .paragraph(javadoc.sentence(point.type()) + " ("
                            + Markdown.code(point.type().getSimpleName()) + ", chosen by " + choosing(point) + ")")
                    .table(List.of("name", "what it is", "needs", "provides", "settings", "shown"), rows);
        }
        return page.toString();
    }

    private static String choosing(ExtensionPoint point) {
        return point.keys().isEmpty()
                ? "trials alone"
                : point.keys().stream().map(Markdown::code).collect(Collectors.joining(", "));
    }

    private static List<String> row(TechniqueCard card) {
        String settings = card.settings().stream()
                .map(key -> Markdown.code(key.path()) + " " + SettingsPages.standard(key) + ": "
                        + card.explanation().settings().getOrDefault(key.path(), ""))
                .collect(Collectors.joining("<br>"));
        return List.of(
                Markdown.code(card.name()),
                card.explanation().summary() + (card.experimental() ? " Experimental." : "") + " ("
                        + Markdown.code(card.type().getSimpleName()) + ")",
                words(card.needs()),
                words(card.provides()),
                settings,
                links(card.explanation().results(), "../results/"));
    }

    private static String words(Set<Signal> signals) {
        return signals.stream().map(Signal::name).collect(Collectors.joining(", "));
    }

    private static String links(List<String> results, String directory) {
        return Explanation.shown(
                results, file -> "[" + file.replaceFirst("\\.md$", "") + "](" + directory + file + ")");
    }

    String papers() {
        List<List<String>> rows = new ArrayList<>();
        for (Class<?> type : javadoc.withSource()) {
            TechniqueText text = TechniqueText.of(javadoc.paragraphs(type));
            if (!text.source().isEmpty()) {
                List<TechniqueCard> made =
                        cards.stream().filter(card -> card.type().equals(type)).toList();
                rows.add(List.of(
                        text.source(),
                        Markdown.code(type.getSimpleName()),
                        made.stream().map(card -> Markdown.code(card.name())).collect(Collectors.joining(", ")),
                        text.difference(),
                        made.isEmpty()
                                ? ""
                                : links(
                                        made.stream()
                                                .flatMap(card -> card.explanation().results().stream())
                                                .distinct()
                                                .toList(),
                                        "results/")));
            }
        }
        return new Markdown("Papers")
                .paragraph(
                        "Where the parts of Thumbstream come from. Formula, source and differences stand in the Javadoc of each class; "
                                + "[techniques](reference/techniques.md) are those with a name.")
                .table(List.of("source", "class", "techniques", "how ours differs", "shown"), rows)
                .toString();
    }

    String explanations() {
        Map<String, Explanation> explanations = new TreeMap<>();
        cards.forEach(card -> explanations.put(Explanation.key(card.point().kind(), card.name()), card.explanation()));
        try {
            return new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                            .writeValueAsString(explanations)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("explanations cannot be written", e);
        }
    }
}
