package io.thumbstream.launcher.dlq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.command.TopicOptions;
import io.thumbstream.launcher.console.AnswerOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.console.Table;
import io.thumbstream.launcher.dlq.letter.Letter;
import io.thumbstream.launcher.dlq.letter.LetterTally;
import io.thumbstream.launcher.dlq.wire.LetterHeaders;
import io.thumbstream.launcher.dlq.wire.LetterTopics;
import io.thumbstream.launcher.dlq.wire.TopicReader;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thumbstream dlq list}: how many records could not be processed, why, and where they lie. */
@Command(
        name = "list",
        description = {
            "Count dead letters by topic, error and reason, and say where their records came from.",
            "Reads a running system (--bootstrap) or the data directory of a stopped one. Nothing is changed."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: thumbstream dlq list --bootstrap 127.0.0.1:9092",
            "         thumbstream dlq list feedback --letters --data-dir data"
        })
public final class DlqListCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "TOPIC",
            description = "Only the dead letters of this topic, for example feedback.")
    private @Nullable String topic;

    @Option(names = "--letters", description = "Also one row for each letter, with the place that show takes.")
    private boolean letters;

    @Mixin
    private TopicOptions topics = new TopicOptions();

    @Mixin
    private AnswerOptions printing = new AnswerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        Optional<String> wanted =
                Optional.ofNullable(topic).map(name -> LetterTopics.source(name).deadLetterName());
        ThumbstreamSettings settings = topics.load();
        PrintWriter err = spec.commandLine().getErr();
        LetterTally tally = new LetterTally();
        List<Letter> each = new ArrayList<>();
        try (TopicStore store = TopicStore.open(settings, err::println);
                TopicReader reader = new TopicReader(store.kafka());
                Progress progress = BarProgress.on(err)) {
            wanted.ifPresent(reader::require);
            for (String name : present(reader.names(), wanted)) {
                long size = reader.size(name);
                if (size > 0) {
                    progress.phase("reading " + name, size);
                    reader.read(name, record -> count(LetterHeaders.letter(record), tally, each::add), progress::done);
                }
            }
        }
        print(tally.groups(), each);
        return ExitCodes.OK;
    }

    private static List<String> present(Set<String> names, Optional<String> wanted) {
        return wanted.map(List::of).orElseGet(LetterTopics::all).stream()
                .filter(names::contains)
                .toList();
    }

    private void count(Letter letter, LetterTally tally, Consumer<Letter> each) {
        tally.add(letter);
        if (letters) {
            each.accept(letter.brief());
        }
    }

    private void print(List<LetterTally.LetterGroup> groups, List<Letter> each) {
        PrintWriter out = spec.commandLine().getOut();
        long count = groups.stream().mapToLong(LetterTally.LetterGroup::count).sum();
        if (printing.json()) {
            ObjectNode root = new Figures(List.of(Figure.of("dead-letters", count, "letters"))).toJson();
            ArrayNode kinds = root.putArray("groups");
            groups.forEach(group -> describe(group, kinds.addObject()));
            if (letters) {
                ArrayNode places = root.putArray("letters");
                each.forEach(letter -> describe(letter, places.addObject()));
            }
            out.println(root);
        } else {
            table(groups).print(out);
            if (letters) {
                out.println();
                letterTable(each).print(out);
            }
            out.println(count + " dead letters");
        }
        out.flush();
    }

    private static Table table(List<LetterTally.LetterGroup> groups) {
        Table table = new Table("TOPIC", "ERROR", "REASON", "COUNT", "OLDEST", "NEWEST", "SOURCE");
        for (LetterTally.LetterGroup group : groups) {
            table.add(
                    group.topic(),
                    Letter.Cause.simple(group.error()),
                    group.reason(),
                    group.count(),
                    group.oldest(),
                    group.newest(),
                    ranges(group.sources()));
        }
        return table;
    }

    private static Table letterTable(List<Letter> each) {
        Table table = new Table("LETTER", "TIME", "ERROR", "REASON", "SOURCE");
        for (Letter letter : each) {
            table.add(
                    Letter.place(letter.at()),
                    letter.time(),
                    letter.cause().simpleError(),
                    letter.cause().reason(),
                    letter.source().map(Letter::place).orElse("not said"));
        }
        return table;
    }

    /** As {@code topic 0:12-90 1:7-7}: partition, first and last offset. */
    private static String ranges(List<LetterTally.Range> ranges) {
        String text = ranges.stream()
                .collect(Collectors.groupingBy(
                        LetterTally.Range::topic,
                        Collectors.mapping(
                                range -> range.partition() + ":" + range.first() + "-" + range.last(),
                                Collectors.joining(" "))))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "not said" : text;
    }

    private static void describe(LetterTally.LetterGroup group, ObjectNode node) {
        node.put("topic", group.topic())
                .put("error", group.error())
                .put("reason", group.reason())
                .put("count", group.count())
                .put("oldest", group.oldest().toString())
                .put("newest", group.newest().toString());
        ArrayNode sources = node.putArray("sources");
        group.sources().forEach(range -> sources.addObject()
                .put("topic", range.topic())
                .put("partition", range.partition())
                .put("first", range.first())
                .put("last", range.last()));
    }

    private static void describe(Letter letter, ObjectNode node) {
        DlqJson.place(node, letter.at());
        node.put("time", letter.time().toString())
                .put("error", letter.cause().error())
                .put("reason", letter.cause().reason());
        DlqJson.source(node, letter.source());
    }
}
