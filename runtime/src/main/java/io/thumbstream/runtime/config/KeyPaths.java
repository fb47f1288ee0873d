package io.thumbstream.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the setting that a dotted path or an environment variable means, and makes the tree that sets it. */
final class KeyPaths {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Shape root;

    KeyPaths(Shape root) {
        this.root = root;
    }

    /**
     * Tree that sets {@code path} to {@code value}.
     *
     * @throws IllegalArgumentException when there is no such setting; the message suggests the nearest
     */
    JsonNode assign(String path, String value) {
        return assign(root, "", path, value);
    }

    /** Dotted path of the setting named {@code LEARNER_BATCH_SIZE}; empty when there is none. */
    Optional<String> ofVariable(String name) {
        return match(root, name);
    }

    /** Variable names of all settings with fixed keys, without prefix. */
    List<String> variables() {
        List<String> names = new ArrayList<>();
        collect(root, "", names);
        return names;
    }

    private static JsonNode assign(Shape declared, String walked, String path, String value) {
        if (path.isEmpty()) {
            return NODES.textNode(value);
        }
        Shape shape = declared.unwrapped();
        String head = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
        String rest = path.substring(Math.min(path.length(), head.length() + 1));
        if (shape.isMap() && !shape.element().isStructured()) {
            return NODES.objectNode().put(path, value);
        }
        if (shape.isNamedTree()) {
            JsonNode below = rest.isEmpty() ? NODES.textNode(value) : assign(shape, walked, rest, value);
            return NODES.objectNode().set(head, below);
        }
        if (shape.isMap()) {
            return NODES.objectNode().set(head, assign(shape.element(), Keys.join(walked, head), rest, value));
        }
        if (!shape.isBlock()) {
            throw new IllegalArgumentException(walked + " has no keys below it; remove '." + path + "'");
        }
        Map<String, Shape> keys = shape.keys();
        Shape known = keys.get(head);
        if (known == null) {
            throw new IllegalArgumentException(Keys.join(walked, head) + " is not a known key"
                    + Suggestions.nearest(head, keys.keySet()) + "; known here: " + String.join(", ", keys.keySet()));
        }
        return NODES.objectNode().set(head, assign(known, Keys.join(walked, head), rest, value));
    }

    private static Optional<String> match(Shape declared, String name) {
        Shape shape = declared.unwrapped();
        if (shape.isMap()) {
            return Optional.of(name.toLowerCase(Locale.ROOT).replace('_', '.'));
        }
        if (shape.isNamedTree()) {
            return Optional.of(Keys.ofConstant(name));
        }
        if (!shape.isBlock()) {
            return Optional.empty();
        }
        for (Map.Entry<String, Shape> key : shape.keys().entrySet()) {
            String variable = Keys.environment(key.getKey());
            if (name.equals(variable)) {
                return Optional.of(key.getKey());
            }
            if (name.startsWith(variable + "_")) {
                Optional<String> below = match(key.getValue(), name.substring(variable.length() + 1));
                if (below.isPresent()) {
                    return below.map(path -> Keys.join(key.getKey(), path));
                }
            }
        }
        return Optional.empty();
    }

    private static void collect(Shape declared, String prefix, List<String> names) {
        declared.unwrapped().keys().forEach((key, shape) -> {
            String name = prefix.isEmpty() ? Keys.environment(key) : prefix + "_" + Keys.environment(key);
            if (shape.unwrapped().isBlock()) {
                collect(shape, name, names);
            } else {
                names.add(name);
            }
        });
    }
}
