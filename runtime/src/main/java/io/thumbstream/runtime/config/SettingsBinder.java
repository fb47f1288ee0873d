package io.thumbstream.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.runtime.error.ConfigException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings records from trees of kebab-case keys, reporting every problem at once.
 *
 * <p>Supported components: primitives, text, enums, {@link java.time.Duration}, {@link DataSize}, paths, URIs, nested records,
 * {@link NamedTree}s, and {@code List}, {@code Map<String, ...>} and {@code Optional} of these.
 */
public final class SettingsBinder {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<String> problems;

    SettingsBinder(List<String> problems) {
        this.problems = problems;
    }

    /**
     * {@code defaults} with the user's tree laid on them.
     *
     * @param where named in problems, for example {@code policy objective 'ppo-clip'}
     * @throws ConfigException with every problem
     */
    public static <R extends Record> R overlay(R defaults, JsonNode overlay, String where) {
        List<String> problems = new ArrayList<>();
        Shape shape = Shape.of(defaults.getClass());
        JsonNode merged = new SettingsMerger(problems, "").merge(shape, SettingsWriter.toTree(defaults), overlay, "");
        Object bound = new SettingsBinder(problems).bind(shape, merged, "");
        if (bound == null || !problems.isEmpty()) {
            throw new ConfigException(
                    problems.stream().map(problem -> where + ": " + problem).toList());
        }
        @SuppressWarnings("unchecked") // bound to the class of defaults
        R settings = (R) bound;
        return settings;
    }

    /** The value of a complete tree, or null after adding a problem. */
    @Nullable
    Object bind(Shape shape, JsonNode node, String path) {
        if (shape.isOptional()) {
            return node.isMissingNode() || node.isNull()
                    ? Optional.empty()
                    : Optional.ofNullable(bind(shape.element(), node, path));
        }
        if (node.isMissingNode() || node.isNull()) {
            return problem(path, "has no value; give one");
        }
        try {
            if (shape.isNamedTree()) {
                return named(shape, node, path);
            }
            if (shape.isBlock()) {
                return block(shape, node, path);
            }
            if (shape.isMap()) {
                return map(shape.element(), node, path);
            }
            return shape.isList() ? list(shape.element(), node, path) : Scalars.read(shape.raw(), node);
        } catch (IllegalArgumentException e) {
            return problem(path, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object named(Shape shape, JsonNode node, String path) {
        try {
            return MAPPER.convertValue(node, shape.raw());
        } catch (IllegalArgumentException e) {
            return problem(path, rootMessage(e));
        }
    }

    private @Nullable Object block(Shape shape, JsonNode node, String path) {
        RecordComponent[] components = shape.components();
        Map<String, Shape> keys = shape.keys();
        int before = problems.size();
        List<@Nullable Object> values = new ArrayList<>();
        keys.forEach((key, part) -> values.add(bind(part, node.path(key), Keys.join(path, key))));
        if (problems.size() > before) {
            return null;
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = shape.raw().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            return problem(path, String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("settings record " + shape.raw().getName() + " cannot be made", e);
        }
    }

    private Map<String, Object> map(Shape values, JsonNode node, String path) {
        Map<String, Object> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            Object value = bind(values, entry.getValue(), Keys.join(path, entry.getKey()));
            if (value != null) {
                map.put(entry.getKey(), value);
            }
        });
        return map;
    }

    private List<Object> list(Shape elements, JsonNode node, String path) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Object value = bind(elements, node.path(i), path + "[" + i + "]");
            if (value != null) {
                list.add(value);
            }
        }
        return list;
    }

    private @Nullable Object problem(String path, String message) {
        problems.add(path.isEmpty() ? message : path + ": " + message);
        return null;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
