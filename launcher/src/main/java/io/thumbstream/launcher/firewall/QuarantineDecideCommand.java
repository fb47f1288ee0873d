package io.thumbstream.launcher.firewall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.launcher.command.TopicOptions;
import io.thumbstream.launcher.console.AnswerOptions;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.erase.PersonsKey;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.LearnerQuarantine;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.schemas.seal.FileVault;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thumbstream quarantine release}, {@code discard} and {@code clear}: takes down what a human decides about people. */
@Command(mixinStandardHelpOptions = true)
public final class QuarantineDecideCommand implements Callable<Integer> {
    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_REASON = 500;

    private final Decision decision;

    @Parameters(
            arity = "1..*",
            paramLabel = "KEY",
            description =
                    "Pseudonymous keys of people, as list names them; before one that begins with '-' write '--'.")
    private List<String> people = new ArrayList<>();

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who decides, at most 100 characters; kept with the record.")
    private String by = "";

    @Option(names = "--why", paramLabel = "TEXT", description = "Why, at most 500 characters; kept with the record.")
    private String why = "";

    @Option(
            names = "--decisions",
            paramLabel = "FILE",
            description = "Write a settings file for decisions alone in place of records; made when it is not there.")
    private @Nullable Path file;

    @Mixin
    private TopicOptions topics = new TopicOptions();

    @Mixin
    private AnswerOptions printing = new AnswerOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    private QuarantineDecideCommand(Decision decision) {
        this.decision = decision;
    }

    /** The verb that takes {@code decision} and has its name. */
    public static CommandLine verb(Decision decision) {
        CommandLine verb = new CommandLine(new QuarantineDecideCommand(decision)).setCommandName(name(decision));
        String example = "thumbstream quarantine " + name(decision) + " KEY ";
        verb.getCommandSpec()
                .usageMessage()
                .description(
                        effect(decision),
                        "The decision is a record that the reward learner, and a policy that reads labels, take up with their next"
                                + " step and log with it; exit code 1 when the brokers did not take it, 2 when a KEY is nobody's or there are no brokers.",
                        "With --decisions it is a setting in a file instead, which holds from the learner's next start on.")
                .footer(
                        "",
                        "Example: " + example + "--bootstrap 127.0.0.1:9092 --data-dir data --by carol --why known",
                        "         " + example + "--decisions decisions.yaml --data-dir data");
        return verb;
    }

    private static String name(Decision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException noVerb() {
        return new IllegalArgumentException("The firewall alone convicts; no verb does");
    }

    private static String effect(Decision decision) {
        return switch (decision) {
            case RELEASE ->
                "Lift the quarantine of people and ignore their probes; the cap and the limit on bursts stay.";
            case DISCARD -> "Let the votes of people weigh nothing, in quarantine or not.";
            case CLEAR ->
                "Take earlier decisions about people back: what their votes show counts again, and what the settings say.";
            case CONVICT -> throw noVerb();
        };
    }

    @Override
    public Integer call() {
        check();
        ThumbstreamSettings settings = topics.load();
        if (file == null) {
            requireKnown(settings);
            writeRecords(settings);
        } else {
            writeSettings(file, settings);
        }
        return ExitCodes.OK;
    }

    private void check() {
        for (String person : people) {
            if (person.isBlank()
                    || person.length() > LONGEST_KEY
                    || person.chars().anyMatch(Character::isISOControl)) {
                throw new ConfigException("KEY is '" + person.replaceAll("\\p{Cntrl}", "?") + "'; give 1 to "
                        + LONGEST_KEY + " characters that can be printed; thumbstream quarantine list names the keys");
            }
        }
        requireShort("--by", by, LONGEST_NAME);
        requireShort("--why", why, LONGEST_REASON);
    }

    private static void requireShort(String option, String text, int most) {
        if (text.length() > most) {
            throw new ConfigException(option + " has " + text.length() + " characters; give " + most + " at most");
        }
    }

    /** A record for somebody whose key is not here would be sealed with a key that the learner does not have. */
    private void requireKnown(ThumbstreamSettings settings) {
        Optional<FileVault> keys = PersonsKey.vault(settings);
        if (keys.isEmpty()) {
            return;
        }
        List<String> strangers =
                people.stream().filter(person -> !keys.get().holds(person)).toList();
        if (!strangers.isEmpty()) {
            throw new ConfigException("there is no key of " + String.join(", ", strangers)
                    + " in the directory with the keys of people, so nobody of that name ever voted, or was erased; see whether"
                    + " the KEY is right, and that --data-dir or kafka.schema-registry names the directory that the learner uses."
                    + " Nothing was decided");
        }
    }

    private void writeRecords(ThumbstreamSettings settings) {
        ArrayNode taken = JsonNodeFactory.instance.arrayNode();
        try (DecisionRecords records =
                DecisionRecords.open(settings, spec.commandLine().getErr()::println)) {
            for (String person : people) {
                Position at = records.decide(person, decision, by, why);
                taken.add(node(person)
                        .put("topic", at.topic())
                        .put("partition", at.partition())
                        .put("offset", at.offset()));
                tell(person + " is " + done() + ", offset " + at.offset() + " of " + at.topic() + ". "
                        + records.verdict(person)
                                .map(QuarantineDecideCommand::words)
                                .orElse("Nothing was said of it in the quarantine topic."));
            }
        } finally {
            finish(taken, "The reward learner takes it up with its next step, and so does a policy that reads labels.");
        }
    }

    private void writeSettings(Path into, ThumbstreamSettings settings) {
        Optional<LearnerQuarantine.Reading> reading =
                LearnerQuarantine.read(Path.of(settings.dataDir()), settings.learner());
        ArrayNode taken = JsonNodeFactory.instance.arrayNode();
        List<String> said = new ArrayList<>();
        Decisions decisions = Decisions.read(into);
        for (String person : people) {
            Decisions next = decisions.with(decision, person);
            String before = next.equals(decisions) ? " (as before)" : "";
            said.add(person + " is " + done() + before + ". " + known(reading, person));
            taken.add(node(person).put("file", into.toString()));
            decisions = next;
        }
        decisions.write(into);
        said.forEach(this::tell);
        finish(taken, into + " holds it from the next start of the learner on that is given --config " + into);
    }

    private ObjectNode node(String person) {
        return JsonNodeFactory.instance.objectNode().put("person", person).put("decision", name(decision));
    }

    private void tell(String line) {
        if (!printing.json()) {
            spec.commandLine().getOut().println(line);
        }
    }

    /** In JSON everything that was taken down, also when the next could not be; in words what becomes of it. */
    private void finish(ArrayNode taken, String last) {
        PrintWriter out = spec.commandLine().getOut();
        if (printing.json()) {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            JsonNode unused = root.set("decisions", taken);
            out.println(root);
        } else if (!taken.isEmpty()) {
            out.println(last);
        }
        out.flush();
    }

    /** What was done to a person, in a word. */
    private String done() {
        return switch (decision) {
            case RELEASE -> "released";
            case DISCARD -> "discarded";
            case CLEAR -> "cleared";
            case CONVICT -> throw noVerb();
        };
    }

    private static String known(Optional<LearnerQuarantine.Reading> reading, String person) {
        return reading.map(found -> found.notable().stream()
                        .filter(verdict -> verdict.person().equals(person))
                        .findFirst()
                        .map(QuarantineDecideCommand::words)
                        .orElse("Nothing is said of it in checkpoint " + found.checkpoint() + "; is the key right?"))
                .orElse("There is no checkpoint of the reward learner to look it up in.");
    }

    private static String words(Verdict verdict) {
        return (verdict.quarantined() ? "It was in quarantine: " : "It was not in quarantine: ")
                + QuarantineListCommand.reasons(verdict) + ".";
    }
}
