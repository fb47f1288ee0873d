package io.thumbstream.runtime.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.config.NamedTree;

/**
 * A technique chosen by name, with the settings that differ from its defaults.
 *
 * <p>In YAML: {@code {name: ppo-clip, clip-low: 0.1}}, or just {@code ppo-clip}.
 *
 * @param name catalogue name
 * @param settings object of kebab-case keys; empty takes all defaults
 */
public record TechniqueChoice(String name, JsonNode settings) implements NamedTree {
    private static final String NAME = "name";

    public TechniqueChoice {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a technique needs a name: write {name: ..., <setting>: ...}");
        }
        if (!settings.isObject()) {
            throw new IllegalArgumentException("settings of " + name + " are " + settings + "; give keys and values");
        }
        settings = settings.deepCopy();
    }

    /** The technique with its default settings. */
    public static TechniqueChoice of(String name) {
        return new TechniqueChoice(name, JsonNodeFactory.instance.objectNode());
    }

    /** Reads the YAML form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TechniqueChoice fromTree(JsonNode tree) {
        if (tree.isTextual()) {
            return of(tree.textValue());
        }
        if (!(tree instanceof ObjectNode object) || !tree.path(NAME).isTextual()) {
            throw new IllegalArgumentException(
                    "a technique is {name: ..., <setting>: ...} or just its name; found " + tree);
        }
        ObjectNode settings = object.deepCopy();
        settings.remove(NAME);
        return new TechniqueChoice(object.path(NAME).textValue(), settings);
    }

    @Override
    @JsonValue
    public ObjectNode toTree() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put(NAME, name);
        settings.properties().forEach(entry -> tree.set(entry.getKey(), entry.getValue()));
        return tree;
    }
}
