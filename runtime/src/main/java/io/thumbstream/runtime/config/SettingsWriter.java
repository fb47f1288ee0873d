package io.thumbstream.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings records as trees of kebab-case keys; the inverse of {@link SettingsBinder}. */
public final class SettingsWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SettingsWriter() {}

    /** The tree of a record, keys in declaration order, empty optionals left out. */
    public static ObjectNode toTree(Record settings) {
        ObjectNode tree = NODES.objectNode();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            Object value = read(component, settings);
            if (value instanceof Optional<?> optional) {
                optional.ifPresent(present -> tree.set(Keys.kebab(component.getName()), node(present)));
            } else {
                tree.set(Keys.kebab(component.getName()), node(value));
            }
        }
        return tree;
    }

    /** The words among which settings choose, by key: those of every component that is one of several constants. Blocks within are left out. */
    public static Map<String, List<String>> words(Record settings) {
        Map<String, List<String>> words = new TreeMap<>();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            if (component.getType().isEnum()) {
                words.put(Keys.kebab(component.getName()), Scalars.names(component.getType()));
            }
        }
        return words;
    }

    private static JsonNode node(Object value) {
        if (value instanceof NamedTree named) {
            return named.toTree();
        }
        if (Scalars.handles(value.getClass()) || value instanceof java.nio.file.Path || value instanceof Enum<?>) {
            return Scalars.write(value);
        }
        if (value instanceof Record block) {
            return toTree(block);
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode tree = NODES.objectNode();
            new TreeMap<>(map).forEach((key, entry) -> tree.set(key.toString(), node(entry)));
            return tree;
        }
        if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            list.forEach(element -> array.add(node(element)));
            return array;
        }
        throw new IllegalArgumentException(
                "settings of type " + value.getClass().getName() + " are not supported");
    }

    private static Object read(RecordComponent component, Record settings) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(settings);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("setting " + component.getName() + " cannot be read", e);
        }
    }
}
