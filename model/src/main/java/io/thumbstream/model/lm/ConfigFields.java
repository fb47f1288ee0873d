package io.thumbstream.model.lm;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.model.checkpoint.CorruptFileException;
import java.nio.file.Path;

/**
 * Typed fields of a JSON object in a file; null counts as absent.
 *
 * @param root the object
 * @param file where it stands, for messages
 * @param prefix name of the object inside the file with a dot behind it, or empty
 */
record ConfigFields(JsonNode root, Path file, String prefix) {
    boolean has(String field) {
        return root.hasNonNull(field);
    }

    ConfigFields object(String field) throws CorruptFileException {
        JsonNode value = root.path(field);
        if (!value.isObject()) {
            throw wrong(field, "an object");
        }
        return new ConfigFields(value, file, prefix + field + ".");
    }

    int integer(String field) throws CorruptFileException {
        JsonNode value = root.path(field);
        if (!value.isInt()) {
            throw wrong(field, "a whole number");
        }
        return value.asInt();
    }

    int integer(String field, int absent) throws CorruptFileException {
        return has(field) ? integer(field) : absent;
    }

    double number(String field) throws CorruptFileException {
        JsonNode value = root.path(field);
        if (!value.isNumber()) {
            throw wrong(field, "a number");
        }
        return value.asDouble();
    }

    double number(String field, double absent) throws CorruptFileException {
        return has(field) ? number(field) : absent;
    }

    boolean flag(String field, boolean absent) throws CorruptFileException {
        JsonNode value = root.path(field);
        if (has(field) && !value.isBoolean()) {
            throw wrong(field, "true or false");
        }
        return has(field) ? value.asBoolean() : absent;
    }

    String text(String field, String absent) throws CorruptFileException {
        JsonNode value = root.path(field);
        if (has(field) && !value.isTextual()) {
            throw wrong(field, "a text");
        }
        return has(field) ? value.asText() : absent;
    }

    /** Refuses a field whose value this decoder does not compute. */
    CorruptFileException unsupported(String field, String supported) {
        return new CorruptFileException(
                file,
                "field " + prefix + field + " is " + root.path(field) + " but only " + supported + " is computed here",
                "use a model without it");
    }

    private CorruptFileException wrong(String field, String kind) {
        String found = root.has(field) ? "is " + root.path(field) : "is missing";
        return new CorruptFileException(
                file,
                "field " + prefix + field + " " + found + " but must be " + kind,
                "take " + file.getFileName() + " and the weights from one and the same model");
    }
}
