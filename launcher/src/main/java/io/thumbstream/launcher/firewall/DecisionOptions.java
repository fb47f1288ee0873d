package io.thumbstream.launcher.firewall;

import io.thumbstream.launcher.command.ConfigOptions;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.LearnerQuarantine;
import io.thumbstream.learner.trust.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Parameters of the verbs that decide about people, and what these verbs have in common. */
final class DecisionOptions {
    @Parameters(
            arity = "1..*",
            paramLabel = "KEY",
            description =
                    "Pseudonymous keys of people, as list names them; before one that begins with '-' write '--'.")
    private List<String> people = new ArrayList<>();

    @Option(
            names = "--decisions",
            required = true,
            paramLabel = "FILE",
            description = "Settings file for decisions alone; made when it is not there.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before take()
    private Path file;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    /** Takes down that this was decided about the people, and says what the newest checkpoint holds against each. */
    int take(Decisions.Kind kind, CommandLine command) {
        if (people.stream().anyMatch(String::isBlank)) {
            throw new ParameterException(command, "a KEY is empty; thumbstream quarantine list names the keys");
        }
        ThumbstreamSettings settings = config.load().value();
        Optional<LearnerQuarantine.Reading> reading =
                LearnerQuarantine.read(Path.of(settings.dataDir()), settings.learner());
        Decisions decisions = Decisions.read(file);
        List<String> said = new ArrayList<>();
        for (String person : people) {
            String before = decisions.of(kind).contains(person) ? " (as before)" : "";
            said.add(person + " is " + kind.setting() + before + ". " + known(reading, person));
            decisions = decisions.with(kind, person);
        }
        write(decisions);
        PrintWriter out = command.getOut();
        said.forEach(out::println);
        out.println(file + " holds it from the next start of the learner on that is given --config " + file);
        out.flush();
        return ExitCodes.OK;
    }

    private static String known(Optional<LearnerQuarantine.Reading> reading, String person) {
        return reading.map(found -> found.notable().stream()
                        .filter(verdict -> verdict.person().equals(person))
                        .findFirst()
                        .map(DecisionOptions::words)
                        .orElse("Nothing is said of it in checkpoint " + found.checkpoint() + "; is the key right?"))
                .orElse("There is no checkpoint of the reward learner to look it up in.");
    }

    private static String words(Verdict verdict) {
        return (verdict.quarantined() ? "It was in quarantine: " : "It was not in quarantine: ")
                + QuarantineListCommand.reasons(verdict) + ".";
    }

    private void write(Decisions decisions) {
        try {
            decisions.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing was decided: " + file + " cannot be written", e);
        }
    }
}
