package io.thumbstream.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Overlays a user's tree on another, knowing the settings type: blocks and maps merge key by key, lists and scalars are
 * replaced, a named tree merges only into the same name. Unknown keys become problems.
 */
final class SettingsMerger {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String NAME = "name";
    private static final ObjectMapper YAML = new YAMLMapper();

    private final List<String> problems;
    private final String source;
    private final Set<String> touched = new TreeSet<>();

    /**
     * Collects problems into {@code problems}.
     *
     * @param source named in problems; empty for none
     */
    SettingsMerger(List<String> problems, String source) {
        this.problems = problems;
        this.source = source.isEmpty() ? "" : " (from " + source + ")";
    }

    /** Paths whose value came from the overlay; a path stands for everything below it. */
    Set<String> touched() {
        return Set.copyOf(touched);
    }

    /** {@code base} with {@code over} laid on it; {@code base} is a missing node where there is none. */
    JsonNode merge(Shape declared, JsonNode base, JsonNode given, String path) {
        Shape shape = declared.unwrapped();
        JsonNode over = given.isTextual() && shape.isStructured() ? parsed(given, path) : given;
        if (shape.isNamedTree()) {
            return named(base, over, path);
        }
        if (shape.isBlock()) {
            return block(shape, base.isObject() ? base : defaultsOf(shape), over, path);
        }
        if (shape.isMap()) {
            return map(shape.element(), base, over, path);
        }
        touched.add(path);
        return shape.isList() ? list(shape.element(), over, path) : over;
    }

    private JsonNode block(Shape shape, JsonNode base, JsonNode over, String path) {
        if (!over.isObject()) {
            problems.add(path + " expects a block of keys but is " + Scalars.shown(over) + source);
            return base;
        }
        Map<String, Shape> keys = shape.keys();
        ObjectNode merged = base.isObject() ? base.deepCopy() : NODES.objectNode();
        over.properties().forEach(entry -> {
            String key = entry.getKey();
            Shape known = keys.get(key);
            if (known == null) {
                problems.add(Keys.join(path, key) + " is not a known key" + source
                        + Suggestions.nearest(key, keys.keySet()) + "; known here: "
                        + (keys.isEmpty() ? "nothing" : String.join(", ", keys.keySet())));
            } else {
                merged.set(key, merge(known, base.path(key), entry.getValue(), Keys.join(path, key)));
            }
        });
        return merged;
    }

    private JsonNode map(Shape values, JsonNode base, JsonNode over, String path) {
        if (!over.isObject()) {
            problems.add(path + " expects keys and values but is " + Scalars.shown(over) + source);
            return base;
        }
        ObjectNode merged = base.isObject() ? base.deepCopy() : NODES.objectNode();
        putAll(merged, values, over, "", path);
        return merged;
    }

    /** Nested keys of a map of scalars are the dotted keys that Kafka uses. */
    private void putAll(ObjectNode merged, Shape values, JsonNode over, String prefix, String path) {
        over.properties().forEach(entry -> {
            String key = Keys.join(prefix, entry.getKey());
            if (entry.getValue().isObject() && !values.isStructured()) {
                putAll(merged, values, entry.getValue(), key, path);
            } else {
                merged.set(key, merge(values, merged.path(key), entry.getValue(), Keys.join(path, key)));
            }
        });
    }

    private JsonNode list(Shape elements, JsonNode over, String path) {
        if (!over.isArray()) {
            problems.add(path + " expects a list but is " + Scalars.shown(over) + source);
            return NODES.arrayNode();
        }
        ArrayNode merged = NODES.arrayNode();
        for (int i = 0; i < over.size(); i++) {
            merged.add(merge(elements, NODES.missingNode(), over.path(i), path + "[" + i + "]"));
        }
        return merged;
    }

    private JsonNode named(JsonNode base, JsonNode over, String path) {
        boolean sameName = over.path(NAME).isMissingNode() || over.path(NAME).equals(base.path(NAME));
        if (!(over instanceof ObjectNode overlay) || !(base instanceof ObjectNode original) || !sameName) {
            touched.add(path);
            return over;
        }
        ObjectNode merged = original.deepCopy();
        overlay.properties().forEach(entry -> {
            touched.add(Keys.join(path, entry.getKey()));
            merged.set(entry.getKey(), entry.getValue());
        });
        return merged;
    }

    private static JsonNode defaultsOf(Shape shape) {
        return shape.ownDefaults().<JsonNode>map(SettingsWriter::toTree).orElse(NODES.missingNode());
    }

    private JsonNode parsed(JsonNode text, String path) {
        try {
            return YAML.readTree(text.textValue());
        } catch (JsonProcessingException e) {
            problems.add(path + " is not readable YAML" + source + ": " + e.getOriginalMessage());
            return text;
        }
    }
}
