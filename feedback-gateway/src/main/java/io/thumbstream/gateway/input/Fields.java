package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Typed reading of one JSON object; every refusal names the field, the value and what is allowed. */
final class Fields {
    private static final double LAST_SECOND = 253_402_300_799.0; // 9999-12-31T23:59:59Z
    private static final int SHOWN = 60;

    private final JsonNode object;
    private final String path;

    Fields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
        if (!object.isObject()) {
            throw Problem.field(path, "'" + path + "' is " + describe(object) + "; it must be an object.")
                    .exception();
        }
    }

    /** Refuses names that are not known, so that a misspelt field is never ignored. */
    void allowOnly(Set<String> known) {
        for (String name : (Iterable<String>) object::fieldNames) {
            if (!known.contains(name)) {
                throw bad(name, "is not a field of this request; the fields are " + new TreeSet<>(known));
            }
        }
    }

    /** Names of all fields, in their order. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    boolean has(String name) {
        JsonNode node = object.path(name);
        return !node.isMissingNode() && !node.isNull();
    }

    JsonNode node(String name) {
        return object.path(name);
    }

    String text(String name, int maxLength) {
        return optionalText(name, maxLength).orElseThrow(() -> bad(name, "is missing; it must be a text"));
    }

    Optional<String> optionalText(String name, int maxLength) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode node = object.path(name);
        if (!node.isTextual()) {
            throw bad(name, "is " + describe(node) + "; it must be a text");
        }
        return Optional.of(checked(name, node.textValue(), maxLength));
    }

    /** A text that names something, 1 to {@code maxLength} characters that can be seen: no two names that look the same differ. */
    String printable(String name, int maxLength) {
        return printable(name, text(name, maxLength), maxLength);
    }

    String printable(String name, String text, int maxLength) {
        if (text.isBlank() || text.length() > maxLength || text.codePoints().anyMatch(Fields::isUnseen)) {
            throw bad(name, "must be 1 to " + maxLength + " printable characters");
        }
        return text;
    }

    /** Controls, marks of direction and other characters that leave no mark. */
    private static boolean isUnseen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    double number(String name, double fallback, double min, double max) {
        if (!has(name)) {
            return fallback;
        }
        JsonNode node = object.path(name);
        double value = node.doubleValue();
        if (!node.isNumber() || !(value >= min && value <= max)) {
            throw bad(name, "is " + describe(node) + "; it must be a number from " + plain(min) + " to " + plain(max));
        }
        return value;
    }

    long integer(String name, long fallback, long min, long max) {
        if (!has(name)) {
            return fallback;
        }
        JsonNode node = object.path(name);
        boolean whole = node.isIntegralNumber() && node.canConvertToLong();
        if (!whole || node.longValue() < min || node.longValue() > max) {
            throw bad(name, "is " + describe(node) + "; it must be a whole number from " + min + " to " + max);
        }
        return node.longValue();
    }

    boolean flag(String name, boolean fallback) {
        if (!has(name)) {
            return fallback;
        }
        JsonNode node = object.path(name);
        if (!node.isBoolean()) {
            throw bad(name, "is " + describe(node) + "; it must be true or false");
        }
        return node.booleanValue();
    }

    /** An array, not longer than {@code max}. */
    List<JsonNode> list(String name, int max) {
        JsonNode node = object.path(name);
        if (!node.isArray()) {
            throw bad(name, "is " + describe(node) + "; it must be an array");
        }
        if (node.size() > max) {
            throw bad(name, "has " + node.size() + " elements; at most " + max + " are taken in one request");
        }
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        return elements;
    }

    /** One text or an array of texts. */
    List<String> texts(String name, int max, int maxLength) {
        if (!has(name)) {
            return List.of();
        }
        JsonNode node = object.path(name);
        if (node.isTextual()) {
            return List.of(checked(name, node.textValue(), maxLength));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : list(name, max)) {
            texts.add(textIn(name, element, maxLength));
        }
        return texts;
    }

    /** The text that an element of the array {@code name} is. */
    String textIn(String name, JsonNode element, int maxLength) {
        if (!element.isTextual()) {
            throw bad(name, "holds " + describe(element) + "; it must hold texts");
        }
        return checked(name, element.textValue(), maxLength);
    }

    /** A moment: seconds since 1970 as a number, or an ISO 8601 text with an offset. */
    Optional<Instant> moment(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode node = object.path(name);
        double seconds = node.doubleValue();
        if (node.isNumber() && seconds >= 0 && seconds <= LAST_SECOND) {
            return Optional.of(Instant.EPOCH.plusMillis((long) (seconds * 1000)));
        }
        try {
            Instant moment = OffsetDateTime.parse(node.asText()).toInstant();
            if (!moment.isBefore(Instant.EPOCH) && moment.getEpochSecond() <= LAST_SECOND) {
                return Optional.of(moment);
            }
        } catch (DateTimeException e) {
            // answered below, together with every other bad value
        }
        throw bad(
                name,
                "is " + describe(node)
                        + "; it must be seconds since 1970 or an ISO 8601 time with an offset, from 1970 to 9999");
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    ProblemException bad(String name, String what) {
        String full = path(name);
        return Problem.field(full, "'" + full + "' " + what + ".").exception();
    }

    private String checked(String name, String text, int maxLength) {
        if (text.length() > maxLength) {
            throw bad(name, "has " + text.length() + " characters; at most " + maxLength + " are taken");
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                throw bad(name, "holds half a surrogate pair at character " + i + "; send whole characters");
            }
        }
        return text;
    }

    /** A value as a person would say it, cut short. */
    static String describe(JsonNode node) {
        if (node.isMissingNode()) {
            return "missing";
        }
        if (node.isObject() || node.isArray()) {
            return node.isObject() ? "an object" : "an array";
        }
        String text = node.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}
