package io.thumbstream.launcher.firewall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.launcher.console.Causes;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What humans decided about people whom the feedback firewall judges, as a settings file that holds nothing else.
 *
 * @param released keys of people whose quarantine is lifted, in the order of the decisions
 * @param discarded keys of people whose votes weigh nothing, in the order of the decisions; nobody is in both
 */
record Decisions(List<String> released, List<String> discarded) {
    static final Decisions NONE = new Decisions(List.of(), List.of());

    private static final List<String> PLACE = List.of("learner", "reward", "core", "trust");
    private static final String RELEASED = "released";
    private static final String DISCARDED = "discarded";

    Decisions {
        released = List.copyOf(released);
        discarded = List.copyOf(discarded);
    }

    /** The same with one more decision: it takes the place of an earlier one about the person, or takes that back. */
    Decisions with(Decision decision, String person) {
        return switch (decision) {
            case RELEASE ->
                released.contains(person) ? this : new Decisions(plus(released, person), minus(discarded, person));
            case DISCARD ->
                discarded.contains(person) ? this : new Decisions(minus(released, person), plus(discarded, person));
            case CLEAR -> new Decisions(minus(released, person), minus(discarded, person));
            case CONVICT ->
                throw new IllegalArgumentException("The firewall alone convicts; settings hold what humans decide");
        };
    }

    private static List<String> plus(List<String> people, String person) {
        return Stream.concat(people.stream(), Stream.of(person)).toList();
    }

    private static List<String> minus(List<String> people, String person) {
        return people.stream().filter(other -> !other.equals(person)).toList();
    }

    /**
     * The decisions in a file; none when it is not there.
     *
     * @throws ConfigException when it holds anything else, or somebody in both lists
     */
    static Decisions read(Path file) {
        if (!Files.exists(file)) {
            return NONE;
        }
        try {
            JsonNode root = new YAMLMapper().readTree(Files.readString(file));
            JsonNode trust = root.at("/" + String.join("/", PLACE));
            Decisions found = new Decisions(people(trust, RELEASED), people(trust, DISCARDED));
            if (!found.tree().equals(root)) {
                throw new ConfigException(
                        file + " holds something else than decisions that this verb wrote; name a file"
                                + " for decisions alone, and give it to every verb together with your settings");
            }
            List<String> both = found.released().stream()
                    .filter(found.discarded()::contains)
                    .toList();
            if (!both.isEmpty()) {
                throw new ConfigException(file + ": " + both + " are released and discarded; name each in one list");
            }
            return found;
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read as decisions (" + Causes.of(e) + "); mend or move it");
        }
    }

    private static List<String> people(JsonNode trust, String setting) {
        List<String> people = new ArrayList<>();
        trust.path(setting).forEach(person -> people.add(person.asText()));
        return people;
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @throws UncheckedIOException when the disk does not take it; the file is as it was
     */
    void write(Path file) {
        try {
            WholeFile.write(file, new YAMLMapper().writeValueAsBytes(tree()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Nothing was decided: " + file + " cannot be written (" + Causes.of(e)
                            + "); mend that, or name another --decisions",
                    e);
        }
    }

    private ObjectNode tree() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode trust = root;
        for (String name : PLACE) {
            trust = trust.putObject(name);
        }
        list(trust.putArray(RELEASED), released);
        list(trust.putArray(DISCARDED), discarded);
        return root;
    }

    private static void list(ArrayNode node, List<String> people) {
        people.forEach(person -> node.add(person));
    }
}
