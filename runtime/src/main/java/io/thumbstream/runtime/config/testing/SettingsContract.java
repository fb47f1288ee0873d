package io.thumbstream.runtime.config.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.config.SettingsWriter;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The three checks every settings record owes: its defaults survive a round trip, every key can be set from YAML, and a misspelt
 * key is refused by name.
 *
 * @param <R> settings record
 */
public final class SettingsContract<R extends Record> {
    private final R defaults;

    private SettingsContract(R defaults) {
        this.defaults = defaults;
    }

    public static <R extends Record> SettingsContract<R> of(R defaults) {
        return new SettingsContract<>(defaults);
    }

    /** Writing the defaults and reading them back gives an equal record. */
    public SettingsContract<R> roundTrips() {
        R read = SettingsBinder.overlay(defaults, SettingsWriter.toTree(defaults), "settings");
        demand(read.equals(defaults), "defaults " + defaults + " came back as " + read);
        return this;
    }

    /**
     * {@code yaml} gives every key a value that differs from its default and binds to {@code expected}.
     *
     * @throws AssertionError when a key was forgotten, or the result differs
     */
    public SettingsContract<R> maps(String yaml, R expected) {
        JsonNode tree = parse(yaml);
        List<String> forgotten = new ArrayList<>();
        compare("", SettingsWriter.toTree(defaults), SettingsWriter.toTree(expected), forgotten);
        demand(forgotten.isEmpty(), "these keys keep their default, so the mapping is not tested: " + forgotten);
        R read = SettingsBinder.overlay(defaults, tree, "settings");
        demand(read.equals(expected), "expected " + expected + " but YAML gave " + read);
        return this;
    }

    /** {@code yaml} is refused, and the message contains {@code part}. */
    public SettingsContract<R> refuses(String yaml, String part) {
        try {
            R read = SettingsBinder.overlay(defaults, parse(yaml), "settings");
            throw new AssertionError("expected a refusal but YAML gave " + read);
        } catch (ConfigException e) {
            String message = String.valueOf(e.getMessage());
            demand(message.contains(part), "expected a message with '" + part + "' but got: " + message);
        }
        return this;
    }

    private static void compare(String path, JsonNode first, JsonNode second, List<String> equal) {
        if (first instanceof ObjectNode object && !object.isEmpty()) {
            object.properties()
                    .forEach(entry ->
                            compare(path + "/" + entry.getKey(), entry.getValue(), second.path(entry.getKey()), equal));
        } else if (first.equals(second)) {
            equal.add(path);
        }
    }

    private static JsonNode parse(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new AssertionError("the test's YAML is malformed", e);
        }
    }

    private static void demand(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
