package io.thumbstream.launcher.firewall;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.AnswerOptions;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.console.Table;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.LearnerQuarantine;
import io.thumbstream.learner.trust.Verdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
            "Reads the newest checkpoint of the reward learner in the data directory, of a running system too. Give the settings that"
                    + " the learner has with --config and --set."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Decide with quarantine release and quarantine discard; both hold from the next start on.",
            "Example: thumbstream quarantine list --data-dir data --all"
        })
public final class QuarantineListCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--all",
            description = "Also people of whom something else is to be said, whose votes weigh less or not.")
    private boolean all;

    @Mixin
    private AnswerOptions printing = new AnswerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        ThumbstreamSettings settings = config.load().value();
        Optional<LearnerQuarantine.Reading> reading =
                LearnerQuarantine.read(Path.of(settings.dataDir()), settings.learner());
        spec.commandLine()
                .getErr()
                .println(reading.map(found -> "checkpoint " + found.checkpoint())
                        .orElse("There is no checkpoint of the reward learner in " + settings.dataDir()
                                + "; name the data directory with --data-dir, or wait for the first one"));
        List<Verdict> verdicts = reading.map(LearnerQuarantine.Reading::notable).orElse(List.of());
        print(
                verdicts.stream().filter(Verdict::quarantined).count(),
                verdicts.stream()
                        .filter(verdict -> all || verdict.quarantined())
                        .toList());
        return ExitCodes.OK;
    }

    private void print(long quarantined, List<Verdict> shown) {
        PrintWriter out = spec.commandLine().getOut();
        if (printing.json()) {
            ObjectNode root = new Figures(List.of(Figure.of("people-in-quarantine", quarantined, "people"))).toJson();
            ArrayNode people = root.putArray("people");
            shown.forEach(verdict -> describe(verdict, people.addObject()));
            out.println(root);
        } else {
            Table table = new Table("PERSON", "QUARANTINE", "FACTOR", "REASONS");
            shown.forEach(verdict -> table.add(
                    verdict.person(),
                    verdict.quarantined() ? "yes" : "no",
                    number(verdict.factor()),
                    reasons(verdict)));
            table.print(out);
            out.println(quarantined + " people in quarantine");
        }
        out.flush();
    }

    private static void describe(Verdict verdict, ObjectNode node) {
        node.put("person", verdict.person())
                .put("quarantined", verdict.quarantined())
                .put("factor", verdict.factor());
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
