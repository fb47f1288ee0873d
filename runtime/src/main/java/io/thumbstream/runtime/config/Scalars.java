package io.thumbstream.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Types written as one YAML scalar: how each is read and written. */
final class Scalars {
    private static final Map<Class<?>, Codec> CODECS = Map.ofEntries(
            codec(String.class, "text", text -> text),
            codec(boolean.class, "true or false", Scalars::bool),
            codec(Boolean.class, "true or false", Scalars::bool),
            codec(int.class, "a whole number", Integer::valueOf),
            codec(Integer.class, "a whole number", Integer::valueOf),
            codec(long.class, "a whole number", Long::valueOf),
            codec(Long.class, "a whole number", Long::valueOf),
            codec(double.class, "a number", Double::valueOf),
            codec(Double.class, "a number", Double::valueOf),
            codec(float.class, "a number", Float::valueOf),
            codec(Float.class, "a number", Float::valueOf),
            codec(Duration.class, "a duration such as 5s or 2m", Durations::parse),
            codec(DataSize.class, "a data size such as 64MiB", DataSize::parse),
            codec(Path.class, "a path", Path::of),
            codec(URI.class, "a URI", URI::create));

    private Scalars() {}

    static boolean handles(Class<?> type) {
        return type.isEnum() || CODECS.containsKey(type);
    }

    /** What a scalar of that type looks like, in words. */
    static String words(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + String.join(", ", names(type));
        }
        Codec codec = CODECS.get(type);
        if (codec == null) {
            throw new IllegalArgumentException("settings of type " + type.getName() + " are not supported");
        }
        return codec.expects();
    }

    /**
     * Reads a scalar; text that spells a number counts as the number, since environment variables are text.
     *
     * @throws IllegalArgumentException saying what was expected and what was found
     */
    static Object read(Class<?> type, JsonNode node) {
        if (type.isEnum()) {
            return constant(type, node);
        }
        Codec codec = CODECS.get(type);
        if (codec == null) {
            throw new IllegalArgumentException("settings of type " + type.getName() + " are not supported");
        }
        if (!node.isValueNode() || node.isNull()) {
            throw new IllegalArgumentException("expects " + codec.expects() + " but is " + shown(node));
        }
        try {
            return codec.parse().apply(node.asText());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expects " + codec.expects() + " but is " + shown(node), e);
        }
    }

    static JsonNode write(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof Boolean bool) {
            return nodes.booleanNode(bool);
        }
        if (value instanceof Integer number) {
            return nodes.numberNode(number);
        }
        if (value instanceof Long number) {
            return nodes.numberNode(number);
        }
        if (value instanceof Float number) {
            return nodes.numberNode(number);
        }
        if (value instanceof Double number) {
            return nodes.numberNode(number);
        }
        if (value instanceof Duration duration) {
            return nodes.textNode(Durations.format(duration));
        }
        return nodes.textNode(value instanceof Enum<?> constant ? Keys.ofConstant(constant.name()) : value.toString());
    }

    static String shown(JsonNode node) {
        return node.isObject() ? "a block of keys" : node.isArray() ? "a list" : node.toString();
    }

    private static Object constant(Class<?> type, JsonNode node) {
        List<String> names = names(type);
        int index = names.indexOf(Keys.ofConstant(node.asText()));
        if (!node.isValueNode() || index < 0) {
            throw new IllegalArgumentException("expects one of " + String.join(", ", names) + " but is " + shown(node));
        }
        return type.getEnumConstants()[index];
    }

    static List<String> names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> Keys.ofConstant(((Enum<?>) constant).name()))
                .toList();
    }

    private static Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expects true or false but is '" + text + "'");
        };
    }

    private static Map.Entry<Class<?>, Codec> codec(Class<?> type, String expects, Function<String, Object> parse) {
        return Map.entry(type, new Codec(expects, parse));
    }

    private record Codec(String expects, Function<String, Object> parse) {}
}
