package io.thumbstream.launcher.docs;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.runtime.metrics.MetricNames;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import picocli.CommandLine;

/** Pages about what others see: topics, metrics and the command line. */
final class SurfacePages {
    private static final int WIDTH = 110;

    private final Javadoc javadoc;

    SurfacePages(Javadoc javadoc) {
        this.javadoc = javadoc;
    }

    String topics() {
        List<List<String>> rows = Topics.all().stream()
                .map(topic -> List.of(
                        Markdown.code(topic.name()),
                        words(topic.key()),
                        Integer.toString(topic.partitions()),
                        topic.cleanup() == TopicSpec.Cleanup.COMPACT
                                ? "newest per key"
                                : topic.limitedRetention()
                                        .map(SurfacePages::time)
                                        .orElse("for ever"),
                        topic.compatibility().name(),
                        topic.flow()))
                .toList();
        Markdown page = new Markdown("Topics")
                .paragraph(
                        "Record values are Avro in Confluent's framing, subject `<topic>-value`. Each topic has a dead-letter topic "
                                + Markdown.code("<topic>" + Topics.DEAD_LETTER_SUFFIX)
                                + ". Topics keyed by group id share one partition count.")
                .table(List.of("topic", "key", "partitions", "kept", "compatibility", "flow"), rows);
        Topics.all().forEach(topic -> schema(page, topic));
        return page.toString();
    }

    private static String time(Duration time) {
        return time.toDays() > 0 ? time.toDays() + " days" : time.toMinutes() + " min";
    }

    private static void schema(Markdown page, TopicSpec<?> topic) {
        List<List<String>> rows = topic.schema().getFields().stream()
                .map(field -> List.of(Markdown.code(field.name()), type(field.schema()), text(field.doc())))
                .toList();
        page.heading(topic.name())
                .paragraph(Markdown.code(topic.schema().getName()) + ": "
                        + text(topic.schema().getDoc()))
                .table(List.of("field", "type", "meaning"), rows);
    }

    private static String type(Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                schema.getTypes().stream()
                                .filter(option -> option.getType() != Schema.Type.NULL)
                                .map(SurfacePages::type)
                                .reduce((first, second) -> first + " or " + second)
                                .orElse("null")
                        + (schema.isNullable() ? ", optional" : "");
            case ARRAY -> "list of " + type(schema.getElementType());
            case MAP -> "map of " + type(schema.getValueType());
            case ENUM -> String.join(", ", schema.getEnumSymbols());
            case RECORD -> Markdown.code(schema.getName());
            default -> {
                String logical = schema.getProp("logicalType");
                yield logical == null ? schema.getType().getName() : logical;
            }
        };
    }

    String metrics() {
        List<List<String>> rows = new ArrayList<>();
        for (String name : MetricNames.all()) {
            rows.add(List.of(Markdown.code(name), javadoc.field(MetricNames.class, constant(name))));
        }
        rows.add(List.of(
                Markdown.code(MetricNames.OBJECTIVE_PREFIX + "<diagnostic>"),
                javadoc.field(MetricNames.class, constant(MetricNames.OBJECTIVE_PREFIX))));
        return new Markdown("Metrics")
                .paragraph(
                        "Served by each service's admin port under `/metrics` in the Prometheus form: dots become underscores, counters "
                                + "end in `_total`, times in `_seconds` with `_count`, `_sum` and `_max`.")
                .table(List.of("name", "what it is"), rows)
                .toString();
    }

    /** Metrics that no comment explains. */
    List<String> unexplained() {
        return MetricNames.all().stream()
                .filter(name -> javadoc.field(MetricNames.class, constant(name)).isEmpty())
                .toList();
    }

    private static String constant(String name) {
        for (Field field : MetricNames.class.getFields()) {
            try {
                if (name.equals(field.get(null))) {
                    return field.getName();
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(field + " cannot be read", e);
            }
        }
        throw new IllegalStateException("no constant of MetricNames is " + name);
    }

    String commands() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Markdown page = new Markdown("Command line")
                .paragraph(
                        "Exit codes: 0 done, 1 failed, 2 bad command line or configuration, 3 refused or a demanded figure missed "
                                + "under `--check`, 130 ended by Ctrl-C. `thumbstream test` runs the whole test suite.");
        verbs(
                page,
                Thumbstream.commandLine(nowhere, new Screen(OutputStream.nullOutputStream(), false))
                        .setUsageHelpWidth(WIDTH));
        return page.toString();
    }

    private static void verbs(Markdown page, CommandLine command) {
        page.heading(command.getCommandSpec().qualifiedName())
                .verbatim(command.getUsageMessage(CommandLine.Help.Ansi.OFF));
        command.getSubcommands().forEach((name, verb) -> {
            if (!verb.getCommandSpec().usageMessage().hidden() && !name.equals("help")) {
                verbs(page, verb);
            }
        });
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String text(@org.jspecify.annotations.Nullable String documentation) {
        return documentation == null
                ? ""
                : documentation.replaceAll("\\s+", " ").strip();
    }
}
