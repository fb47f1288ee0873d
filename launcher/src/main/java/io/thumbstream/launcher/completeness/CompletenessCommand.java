package io.thumbstream.launcher.completeness;

import io.thumbstream.lab.completeness.Completeness;
import io.thumbstream.lab.completeness.FeedbackRecord;
import io.thumbstream.lab.completeness.Kind;
import io.thumbstream.lab.completeness.wire.FeedbackRecordReader;
import io.thumbstream.launcher.command.TopicOptions;
import io.thumbstream.launcher.console.AnswerOptions;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.dlq.wire.TopicReader;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import io.thumbstream.reward.assemble.AttributionWindows;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.schemas.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream feedback completeness}: how soon votes come, and how many of them the attribution windows take in. */
@Command(
        name = "completeness",
        description = {
            "Say for each kind of feedback which share of the votes had come by an age of the answer, and by its attribution window.",
            "Answers that are still waited for are counted as such (Kaplan-Meier), and silence as unobserved. Nothing is changed."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Windows are those of the settings, reward.joiner.windows.",
            "Example: thumbstream feedback completeness --data-dir data",
            "         thumbstream feedback completeness --bootstrap 127.0.0.1:9092 --output json --report report"
        })
public final class CompletenessCommand implements Callable<Integer> {
    @Mixin
    private TopicOptions topics = new TopicOptions();

    @Option(
            names = "--least-at-risk",
            paramLabel = "N",
            description = "Say nothing about ages at which fewer answers were watched (20).")
    private int leastAtRisk = 20;

    @Mixin
    private AnswerOptions printing = new AnswerOptions();

    @Option(names = "--report", paramLabel = "DIR", description = "Also write tables and curves there.")
    private @Nullable Path report;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (leastAtRisk < 1) {
            throw new ParameterException(spec.commandLine(), "--least-at-risk is " + leastAtRisk + "; give 1 or more");
        }
        ThumbstreamSettings settings = topics.load();
        FeedbackRecord record;
        try (TopicStore store = TopicStore.open(settings, this::say);
                TopicReader reader = new TopicReader(store.kafka())) {
            reader.require(Topics.ROLLOUTS.name());
            reader.require(Topics.FEEDBACK.name());
            say("reading the topics");
            record = new FeedbackRecordReader(store.kafka()).read();
        }
        CompletenessReport found = new CompletenessReport(
                Completeness.of(record, kinds(settings.reward().joiner().windows()), leastAtRisk), leastAtRisk);
        print(found);
        if (report != null) {
            found.report(Map.of(
                            "topics",
                            settings.isEmbedded()
                                    ? settings.dataDir()
                                    : settings.kafka().bootstrapServers()))
                    .writeTo(report);
        }
        return ExitCodes.OK;
    }

    private void print(CompletenessReport found) {
        PrintWriter out = spec.commandLine().getOut();
        if (printing.json()) {
            out.println(found.json());
            out.flush();
        } else {
            found.print(out);
        }
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
        spec.commandLine().getErr().flush();
    }

    /** All kinds of votes; a withdrawal is none. */
    private static List<Kind> kinds(AttributionWindows windows) {
        return Stream.of(FeedbackKind.values())
                .filter(kind -> kind != FeedbackKind.RETRACT && kind != FeedbackKind.UNKNOWN)
                .map(kind -> new Kind(
                        kind.name().toLowerCase(Locale.ROOT),
                        windows.of(kind),
                        kind == FeedbackKind.PAIR || kind == FeedbackKind.RANKING))
                .toList();
    }
}
