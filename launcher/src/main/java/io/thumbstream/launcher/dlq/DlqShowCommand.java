package io.thumbstream.launcher.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.trace.Position;
import io.thumbstream.launcher.command.TopicOptions;
import io.thumbstream.launcher.console.AnswerOptions;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.dlq.letter.Letter;
import io.thumbstream.launcher.dlq.letter.StackDigest;
import io.thumbstream.launcher.dlq.wire.LetterContent;
import io.thumbstream.launcher.dlq.wire.LetterHeaders;
import io.thumbstream.launcher.dlq.wire.LetterTopics;
import io.thumbstream.launcher.dlq.wire.TopicReader;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import io.thumbstream.schemas.TopicSpec;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thumbstream dlq show}: one dead letter, why it is one, and what its record says. */
@Command(
        name = "show",
        description = {
            "Say why a record could not be processed, where it came from and what is in it.",
            "What people said or were told is withheld unless --show-content is given and their keys are at hand."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: thumbstream dlq show feedback 0 17 --bootstrap 127.0.0.1:9092",
            "         thumbstream dlq show thumbstream.feedback.v1.dlq:0:17 --data-dir data --output json"
        })
public final class DlqShowCommand implements Callable<Integer> {
    private static final int PLACE_PARTS = 3;

    @Parameters(
            arity = "1..3",
            paramLabel = "TOPIC PARTITION OFFSET",
            description = "The letter's place; also as one word, TOPIC:PARTITION:OFFSET.")
    private List<String> place = new ArrayList<>();

    @Option(names = "--show-content", description = "Also what people said or were told in it.")
    private boolean showContent;

    @Mixin
    private TopicOptions topics = new TopicOptions();

    @Mixin
    private AnswerOptions printing = new AnswerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<String> parts = place.size() == 1 ? List.of(place.get(0).split(":", -1)) : place;
        if (parts.size() != PLACE_PARTS) {
            throw new ParameterException(
                    spec.commandLine(), "name one letter: TOPIC PARTITION OFFSET or TOPIC:PARTITION:OFFSET");
        }
        TopicSpec<?> source = LetterTopics.source(parts.get(0));
        Position at = new Position(
                source.deadLetterName(),
                (int) number("partition", parts.get(1), Integer.MAX_VALUE),
                number("offset", parts.get(2), Long.MAX_VALUE));
        ThumbstreamSettings settings = topics.load();
        try (TopicStore store = TopicStore.open(settings, spec.commandLine().getErr()::println);
                TopicReader reader = new TopicReader(store.kafka())) {
            reader.require(at.topic());
            ConsumerRecord<byte[], byte[]> record = reader.one(at);
            ObjectNode content = new LetterContent(store.kafka(), showContent).describe(source, record);
            print(describe(record, content));
        }
        return ExitCodes.OK;
    }

    private long number(String what, String text, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the " + what + " '" + text + "' is no whole number; dlq list names the letters",
                    e);
        }
        throw new ParameterException(spec.commandLine(), "there is no " + what + " " + text + "; give 0 to " + most);
    }

    private static ObjectNode describe(ConsumerRecord<byte[], byte[]> record, ObjectNode content) {
        Letter letter = LetterHeaders.letter(record);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        DlqJson.place(node, letter.at());
        node.put("time", letter.time().toString());
        DlqJson.source(node, letter.source());
        StackDigest stack = StackDigest.of(letter.cause().stack());
        node.put("service", letter.cause().service())
                .put("reason", letter.cause().reason())
                .put("error", letter.cause().error())
                .put("message", letter.cause().message())
                .put("stack-digest", stack.digest());
        stack.top().forEach(node.putArray("stack-top")::add);
        LetterHeaders.describe(record, node);
        node.set("content", content);
        return node;
    }

    private void print(ObjectNode letter) {
        PrintWriter out = spec.commandLine().getOut();
        if (printing.json()) {
            out.println(letter);
        } else {
            lines("", letter, out);
        }
        out.flush();
    }

    /** One line for each value, under the path of its names. */
    private static void lines(String path, JsonNode node, PrintWriter out) {
        node.properties().forEach(entry -> {
            String name = path + entry.getKey();
            if (entry.getValue().isObject() && !entry.getValue().isEmpty()) {
                lines(name + ".", entry.getValue(), out);
            } else {
                JsonNode value = entry.getValue();
                out.printf("%-32s %s%n", name, value.isValueNode() ? value.asText() : value);
            }
        });
    }
}
