package io.thumbstream.launcher.firewall;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.command.TopicOptions;
import io.thumbstream.launcher.console.AnswerOptions;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.console.Table;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.LearnerQuarantine;
import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.learner.wire.KafkaQuarantine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thumbstream quarantine list}: whose votes the reward learner does not learn, and why. */
@Command(
        name = "list",
        description = {
            "Name the people in quarantine, with the reason and its value.",
            "With --bootstrap, or where the settings name brokers, reads the topic that the reward learner keeps up to date with its"
                    + " versions. Else reads its newest checkpoint in the data directory, of a running system too; give the settings"
                    + " that the learner has with --config and --set."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Decide with quarantine release, discard and clear.",
            "Example: thumbstream quarantine list --data-dir data --all",
            "         thumbstream quarantine list --bootstrap 127.0.0.1:9092 --data-dir data --output json"
        })
public final class QuarantineListCommand implements Callable<Integer> {
    @Mixin
    private TopicOptions topics = new TopicOptions();

    @Option(names = "--checkpoint", description = "Read the checkpoint even where brokers are named.")
    private boolean checkpoint;

    @Option(
            names = "--all",
            description = "Also people of whom something else is to be said, whose votes weigh less or not.")
    private boolean all;

    @Mixin
    private AnswerOptions printing = new AnswerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    /**
     * A person with what is made of them.
     *
     * @param since step behind which the person was first found to stand so, where it is known
     */
    private record Listed(Verdict verdict, OptionalLong since) {}

    @Override
    public Integer call() {
        ThumbstreamSettings settings = topics.load();
        List<Listed> people = settings.isEmbedded() || checkpoint ? ofCheckpoint(settings) : ofTopic(settings);
        print(
                people.stream().filter(listed -> listed.verdict().quarantined()).count(),
                people.stream()
                        .filter(listed -> all || listed.verdict().quarantined())
                        .toList());
        return ExitCodes.OK;
    }

    private List<Listed> ofCheckpoint(ThumbstreamSettings settings) {
        Optional<LearnerQuarantine.Reading> reading =
                LearnerQuarantine.read(Path.of(settings.dataDir()), settings.learner());
        say(reading.map(found -> "checkpoint " + found.checkpoint())
                .orElse("There is no checkpoint of the reward learner in " + settings.dataDir()
                        + "; name the data directory with --data-dir, or wait for the first one"));
        return reading.map(LearnerQuarantine.Reading::notable).orElse(List.of()).stream()
                .map(verdict -> new Listed(verdict, OptionalLong.empty()))
                .toList();
    }

    private List<Listed> ofTopic(ThumbstreamSettings settings) {
        try (DecisionRecords records = DecisionRecords.open(settings, this::say)) {
            KafkaQuarantine.Reading reading = records.reading();
            if (reading.unreadable() > 0) {
                say(reading.unreadable()
                        + " people are left out, whose records cannot be read here: name the data directory of"
                        + " the system, or the directory with the keys of people (kafka.schema-registry,"
                        + " thumbstream.user.keys)");
            }
            return reading.people().stream()
                    .map(noted -> new Listed(noted.verdict(), OptionalLong.of(noted.since())))
                    .toList();
        }
    }

    private void say(String what) {
        spec.commandLine().getErr().println(what);
    }

    private void print(long quarantined, List<Listed> shown) {
        PrintWriter out = spec.commandLine().getOut();
        if (printing.json()) {
            ObjectNode root = new Figures(List.of(Figure.of("people-in-quarantine", quarantined, "people"))).toJson();
            ArrayNode people = root.putArray("people");
            shown.forEach(listed -> describe(listed, people.addObject()));
            out.println(root);
        } else {
            Table table = new Table("PERSON", "QUARANTINE", "FACTOR", "SINCE STEP", "REASONS");
            shown.forEach(listed -> table.add(
                    listed.verdict().person(),
                    listed.verdict().quarantined() ? "yes" : "no",
                    number(listed.verdict().factor()),
                    listed.since().isPresent() ? Long.toString(listed.since().getAsLong()) : "-",
                    reasons(listed.verdict())));
            table.print(out);
            out.println(quarantined + " people in quarantine");
        }
        out.flush();
    }

    private static void describe(Listed listed, ObjectNode node) {
        Verdict verdict = listed.verdict();
        node.put("person", verdict.person())
                .put("quarantined", verdict.quarantined())
                .put("factor", verdict.factor())
                .put("standing", verdict.treatment().name().toLowerCase(Locale.ROOT));
        listed.since().ifPresent(step -> node.put("since-step", step));
        ObjectNode reasons = node.putObject("reasons");
        verdict.reasons().forEach((reason, value) -> reasons.put(reason.key(), value));
    }

    /** Reasons with their values, for people. */
    static String reasons(Verdict verdict) {
        return verdict.reasons().entrySet().stream()
                .map(entry -> entry.getKey().key() + " " + number(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
