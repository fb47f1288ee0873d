package io.thumbstream.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every key of a settings record in declaration order, for documents. */
public final class SettingsOutline {
    private final List<Key> keys = new ArrayList<>();

    private SettingsOutline() {}

    /**
     * One key.
     *
     * @param path dotted path; {@code <name>} stands for a free key and {@code []} for an element
     * @param owner record that declares it
     * @param component its name in {@code owner}
     * @param type what it takes, in words
     * @param standard default value; empty where there is none
     */
    public record Key(String path, Class<?> owner, String component, String type, Optional<JsonNode> standard) {}

    /** Keys of {@code defaults} and of all blocks in it. */
    public static List<Key> of(Record defaults) {
        SettingsOutline outline = new SettingsOutline();
        outline.block("", Shape.of(defaults.getClass()), SettingsWriter.toTree(defaults));
        return List.copyOf(outline.keys);
    }

    private void block(String path, Shape block, JsonNode tree) {
        for (RecordComponent component : block.components()) {
            String key = Keys.kebab(component.getName());
            Shape shape = Shape.of(component.getGenericType()).unwrapped();
            String below = Keys.join(path, key);
            JsonNode value = tree.path(key);
            if (shape.isBlock()) {
                block(below, shape, value);
            } else {
                Optional<JsonNode> standard = value.isMissingNode() ? Optional.empty() : Optional.of(value);
                keys.add(new Key(below, block.raw(), component.getName(), words(shape), standard));
                elements(below, shape);
            }
        }
    }

    private void elements(String path, Shape shape) {
        if ((shape.isMap() || shape.isList()) && shape.element().isBlock()) {
            JsonNode own = shape.element()
                    .ownDefaults()
                    .<JsonNode>map(SettingsWriter::toTree)
                    .orElse(MissingNode.getInstance());
            block(path + (shape.isMap() ? ".<name>" : "[]"), shape.element(), own);
        }
    }

    private static String words(Shape declared) {
        Shape shape = declared.unwrapped();
        if (shape.isNamedTree()) {
            return "a technique";
        }
        if (shape.isBlock()) {
            return "a block";
        }
        if (shape.isMap()) {
            return "keys and values";
        }
        return shape.isList() ? "a list of: " + words(shape.element()) : Scalars.words(shape.raw());
    }
}
