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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Parameters of the verbs that decide about people, and what these verbs have in common. */
final class DecisionOptions {
    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_REASON = 500;

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

    /**
     * Takes down that this was decided about the people, and says what is held against each.
     *
     * @throws ConfigException when a key is malformed or nobody's, or there are no brokers to tell
     */
    int take(Decision decision, CommandLine command) {
        check();
        ThumbstreamSettings settings = topics.load();
        if (file == null) {
            requireKnown(settings);
            write(decision, settings, command);
        } else {
            write(file, decision, settings, command);
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
        shorter("--by", by, LONGEST_NAME);
        shorter("--why", why, LONGEST_REASON);
    }

    private static void shorter(String option, String text, int most) {
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

    private void write(Decision decision, ThumbstreamSettings settings, CommandLine command) {
        ArrayNode taken = JsonNodeFactory.instance.arrayNode();
        try (DecisionRecords records = DecisionRecords.open(settings, command.getErr()::println)) {
            for (String person : people) {
                Position at = records.decide(person, decision, by, why);
                taken.add(node(person, decision)
                        .put("topic", at.topic())
                        .put("partition", at.partition())
                        .put("offset", at.offset()));
                tell(
                        command,
                        person + " is " + word(decision) + ", offset " + at.offset() + " of " + at.topic() + ". "
                                + records.verdict(person)
                                        .map(DecisionOptions::words)
                                        .orElse("Nothing was said of it in the quarantine topic."));
            }
        } finally {
            finish(command, taken, "The reward learner takes it up with its next step.");
        }
    }

    private void write(Path into, Decision decision, ThumbstreamSettings settings, CommandLine command) {
        Optional<LearnerQuarantine.Reading> reading =
                LearnerQuarantine.read(Path.of(settings.dataDir()), settings.learner());
        ArrayNode taken = JsonNodeFactory.instance.arrayNode();
        List<String> said = new ArrayList<>();
        Decisions decisions = Decisions.read(into);
        for (String person : people) {
            Decisions next = decisions.with(decision, person);
            String before = next.equals(decisions) ? " (as before)" : "";
            said.add(person + " is " + word(decision) + before + ". " + known(reading, person));
            taken.add(node(person, decision).put("file", into.toString()));
            decisions = next;
        }
        decisions.writeOrSay(into);
        said.forEach(line -> tell(command, line));
        finish(command, taken, into + " holds it from the next start of the learner on that is given --config " + into);
    }

    private static ObjectNode node(String person, Decision decision) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("person", person)
                .put("decision", decision.name().toLowerCase(Locale.ROOT));
    }

    private void tell(CommandLine command, String line) {
        if (!printing.json()) {
            command.getOut().println(line);
        }
    }

    /** In JSON everything that was taken down, also when the next could not be; in words what becomes of it. */
    private void finish(CommandLine command, ArrayNode taken, String last) {
        if (printing.json()) {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            JsonNode unused = root.set("decisions", taken);
            command.getOut().println(root);
        } else if (!taken.isEmpty()) {
            command.getOut().println(last);
        }
        command.getOut().flush();
    }

    private static String word(Decision decision) {
        return switch (decision) {
            case RELEASE -> "released";
            case DISCARD -> "discarded";
            case CLEAR -> "cleared";
        };
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
}
