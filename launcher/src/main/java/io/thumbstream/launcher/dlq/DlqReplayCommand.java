package io.thumbstream.launcher.dlq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.command.TopicOptions;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.console.OutputFormat;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.console.Table;
import io.thumbstream.launcher.dlq.letter.Letter;
import io.thumbstream.launcher.dlq.letter.ReplayPlan;
import io.thumbstream.launcher.dlq.letter.Selection;
import io.thumbstream.launcher.dlq.letter.Verdict;
import io.thumbstream.launcher.dlq.wire.LetterReplay;
import io.thumbstream.launcher.dlq.wire.LetterTopics;
import io.thumbstream.launcher.dlq.wire.Resender;
import io.thumbstream.launcher.dlq.wire.TopicReader;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.launcher.up.TopicStore;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.TopicSpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thumbstream dlq replay}: the records of dead letters once more into the topic they came from. */
@Command(
        name = "replay",
        description = {
            "Send the records of dead letters to the topic they came from, bytes, key and partition as they were.",
            "A letter that was replayed is passed over unless --again is given. Mend the cause first."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Say which: --from, --to, --error, --reason, or --all.",
            "Example: thumbstream dlq replay feedback --reason unknown-rollout --dry-run --bootstrap 127.0.0.1:9092",
            "         thumbstream dlq replay feedback --from 17 --to 17 --data-dir data"
        })
public final class DlqReplayCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    @Parameters(paramLabel = "TOPIC", description = "Whose dead letters, for example feedback.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private String topic;

    @Option(names = "--from", paramLabel = "OFFSET", description = "First letter.")
    private @Nullable Long from;

    @Option(names = "--to", paramLabel = "OFFSET", description = "Last letter, included.")
    private @Nullable Long to;

    @Option(names = "--error", paramLabel = "CLASS", description = "Letters with this exception, as list names it.")
    private @Nullable String error;

    @Option(names = "--reason", paramLabel = "WORD", description = "Letters with this reason, as list names it.")
    private @Nullable String reason;

    @Option(names = "--all", description = "All letters of the topic.")
    private boolean all;

    @Option(names = "--again", description = "Also letters that were replayed, or may have been.")
    private boolean again;

    @Option(names = "--dry-run", description = "Only say what would be sent.")
    private boolean dryRun;

    @Mixin
    private TopicOptions topics = new TopicOptions();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "table (default) or json: figures as the last line.")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    /** What became of a plan. */
    private record Outcome(ReplayPlan plan, long sent, long acknowledged, Optional<String> failure) {}

    @Override
    public Integer call() {
        Selection selection = selection();
        TopicSpec<?> source = LetterTopics.source(topic);
        Optional<String> unrepeatable = LetterTopics.unrepeatable(source);
        if (unrepeatable.isPresent()) {
            spec.commandLine().getErr().println("thumbstream: refused: " + unrepeatable.get());
            return ExitCodes.REFUSED;
        }
        ThumbstreamSettings settings = topics.load();
        PrintWriter err = spec.commandLine().getErr();
        Outcome outcome;
        try (TopicStore store = TopicStore.open(settings, err::println);
                TopicReader reader = new TopicReader(store.kafka());
                Progress progress = BarProgress.on(err)) {
            reader.require(source.name());
            reader.require(source.deadLetterName());
            LetterReplay replay = new LetterReplay(reader, source, progress);
            outcome = dryRun
                    ? new Outcome(replay.plan(selection, again), 0, 0, Optional.empty())
                    : send(replay, selection, store.kafka(), source);
        }
        print(outcome);
        outcome.failure().ifPresent(failure -> err.println("thumbstream: " + failure));
        return outcome.failure().isPresent() ? ExitCodes.FAILED : ExitCodes.OK;
    }

    private Selection selection() {
        try {
            Selection selection = new Selection(
                    from == null ? OptionalLong.empty() : OptionalLong.of(from),
                    to == null ? OptionalLong.empty() : OptionalLong.of(to),
                    Optional.ofNullable(error),
                    Optional.ofNullable(reason));
            if (selection.narrows() == all) {
                throw new ParameterException(
                        spec.commandLine(),
                        "say which letters: --from, --to, --error, --reason, or else --all of them");
            }
            return selection;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Sends until all is sent or something fails; what is committed then stays, and is found by the next replay. */
    private Outcome send(LetterReplay replay, Selection selection, KafkaSettings kafka, TopicSpec<?> source) {
        try (Resender resender = Resender.open(kafka, source.name())) {
            resender.begin();
            ReplayPlan plan = replay.plan(selection, again);
            Optional<String> failure = Optional.empty();
            try {
                replay.send(plan, resender);
            } catch (TransientException e) {
                failure = Optional.of(String.valueOf(e.getMessage()));
            }
            return new Outcome(plan, resender.sent(), resender.acknowledged(), failure);
        }
    }

    private void print(Outcome outcome) {
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputFormat.JSON) {
            ObjectNode root = figures(outcome).toJson();
            if (dryRun) {
                ArrayNode letters = root.putArray("letters");
                outcome.plan().letters().forEach(planned -> describe(planned, letters.addObject()));
            }
            out.println(root);
        } else {
            if (dryRun) {
                table(outcome.plan()).print(out);
            }
            out.println(words(outcome));
        }
        out.flush();
    }

    private static Figures figures(Outcome outcome) {
        ReplayPlan plan = outcome.plan();
        return new Figures(List.of(
                Figure.of("dead-letters", plan.letters().size(), "letters"),
                Figure.of("dead-letters-to-send", plan.count(Verdict.SEND), "letters"),
                Figure.of("dead-letters-sent", outcome.sent(), "letters"),
                Figure.of("dead-letters-replayed", outcome.acknowledged(), "letters"),
                Figure.of("dead-letters-skipped", plan.skipped(), "letters")));
    }

    private static void describe(ReplayPlan.Planned planned, ObjectNode node) {
        DlqJson.place(node, planned.letter().at());
        DlqJson.source(node, planned.letter().source());
        node.put("verdict", planned.verdict().words());
    }

    private static Table table(ReplayPlan plan) {
        Table table = new Table("LETTER", "SOURCE", "WOULD BE");
        plan.letters().stream()
                .limit(SHOWN)
                .forEach(planned -> table.add(
                        Letter.place(planned.letter().at()),
                        planned.letter().source().map(Letter::place).orElse("not said"),
                        planned.verdict() == Verdict.SEND
                                ? "sent"
                                : "skipped, " + planned.verdict().words()));
        if (plan.letters().size() > SHOWN) {
            table.add("and " + (plan.letters().size() - SHOWN) + " more", "", "");
        }
        return table;
    }

    private String words(Outcome outcome) {
        ReplayPlan plan = outcome.plan();
        StringBuilder words = new StringBuilder(plan.letters().size() + " dead letters: ");
        words.append(
                dryRun
                        ? plan.count(Verdict.SEND) + " would be sent"
                        : outcome.sent() + " sent, " + outcome.acknowledged() + " acknowledged");
        words.append(", ").append(plan.skipped()).append(" skipped");
        for (Verdict verdict : Verdict.values()) {
            if (verdict != Verdict.SEND && plan.count(verdict) > 0) {
                words.append("; ").append(plan.count(verdict)).append(' ').append(verdict.words());
            }
        }
        return words.toString();
    }
}
