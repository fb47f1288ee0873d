package io.thumbstream.launcher.firewall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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

    /** What can be decided about a person. */
    enum Kind {
        RELEASED,
        DISCARDED;

        /** Name of the setting that lists the people. */
        String setting() {
            return this == RELEASED ? "released" : "discarded";
        }
    }

    Decisions {
        released = List.copyOf(released);
        discarded = List.copyOf(discarded);
    }

    /** Keys of the people about whom this was decided. */
    List<String> of(Kind kind) {
        return kind == Kind.RELEASED ? released : discarded;
    }

    /** The same with one more decision; it takes the place of an earlier one about the person. */
    Decisions with(Kind kind, String person) {
        if (of(kind).contains(person)) {
            return this;
        }
        return kind == Kind.RELEASED
                ? new Decisions(plus(released, person), minus(discarded, person))
                : new Decisions(minus(released, person), plus(discarded, person));
    }

    /** The same with one more decision; one that takes back leaves the person out. */
    Decisions with(Decision decision, String person) {
        return switch (decision) {
            case RELEASE -> with(Kind.RELEASED, person);
            case DISCARD -> with(Kind.DISCARDED, person);
            case CLEAR -> without(person);
        };
    }

    /** The same without a decision about the person. */
    Decisions without(String person) {
        return new Decisions(minus(released, person), minus(discarded, person));
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
     * @throws ConfigException when it holds anything else
     */
    static Decisions read(Path file) {
        if (!Files.exists(file)) {
            return NONE;
        }
        try {
            JsonNode root = new YAMLMapper().readTree(Files.readString(file));
            JsonNode trust = root.at("/" + String.join("/", PLACE));
            Decisions found =
                    new Decisions(people(trust, Kind.RELEASED.setting()), people(trust, Kind.DISCARDED.setting()));
            if (!found.tree().equals(root)) {
                throw new ConfigException(
                        file + " holds something else than decisions that this verb wrote; name a file"
                                + " for decisions alone, and give it to every verb together with your settings");
            }
            return found;
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read as decisions (" + e.getMessage() + "); mend or move it");
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
     * @throws IOException when the disk does not take it; the file is as it was
     */
    void write(Path file) throws IOException {
        WholeFile.write(file, new YAMLMapper().writeValueAsBytes(tree()));
    }

    /** The same, for a verb that has nothing else to do. */
    void writeOrSay(Path file) {
        try {
            write(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing was decided: " + file + " cannot be written", e);
        }
    }

    private ObjectNode tree() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode trust = root;
        for (String name : PLACE) {
            trust = trust.putObject(name);
        }
        for (Kind kind : Kind.values()) {
            ArrayNode people = trust.putArray(kind.setting());
            of(kind).forEach(person -> people.add(person));
        }
        return root;
    }
}
