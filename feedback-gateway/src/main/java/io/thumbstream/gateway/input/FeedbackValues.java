package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads the {@code value} of feedback into the range that the log uses. */
final class FeedbackValues {
    private static final Map<String, Double> THUMBS = Map.of("up", 1.0, "down", -1.0);
    private static final Map<String, Double> CHOICES = Map.of("first", 1.0, "tie", 0.0, "second", -1.0);
    private static final Map<String, Double> OUTCOMES = Map.of("success", 1.0, "failure", 0.0);
    private static final double LARGEST = 1e9;

    /**
     * Thumb +1 or -1; rating and outcome in [0, 1]; pair +1, 0 or -1; implicit in [-1, 1]; span as a thumb, or nothing; nothing for the
     * other kinds.
     */
    OptionalDouble read(Fields fields, Kind kind) {
        if (kind != Kind.RATING && fields.has("scale")) {
            throw fields.bad("scale", "belongs to kind 'rating' only");
        }
        return switch (kind) {
            case THUMB -> OptionalDouble.of(thumb(fields));
            case SPAN -> fields.has("value") ? OptionalDouble.of(thumb(fields)) : OptionalDouble.empty();
            case PAIR -> OptionalDouble.of(choice(fields, CHOICES, "'first' (or 1), 'second' (or -1) or 'tie' (or 0)"));
            case RATING -> OptionalDouble.of(rating(fields));
            case OUTCOME -> OptionalDouble.of(outcome(fields));
            case IMPLICIT -> {
                OptionalDouble unused = none(fields, kind);
                yield OptionalDouble.of(ImplicitSignals.strength(fields));
            }
            case RANKING, EDIT, COMMENT, RETRACT -> none(fields, kind);
        };
    }

    private static double thumb(Fields fields) {
        return choice(fields, THUMBS, "'up' (or 1) or 'down' (or -1)");
    }

    private static double choice(Fields fields, Map<String, Double> words, String allowed) {
        JsonNode node = fields.node("value");
        if (node.isTextual()) {
            Double value = words.get(node.textValue());
            if (value != null) {
                return value;
            }
        }
        if (node.isNumber() && words.containsValue(node.doubleValue() + 0.0)) {
            return node.doubleValue() + 0.0;
        }
        throw fields.bad("value", "is " + Fields.describe(node) + "; it must be " + allowed);
    }

    private static double outcome(Fields fields) {
        if (fields.node("value").isTextual() || !fields.has("value")) {
            return choice(fields, OUTCOMES, "'success', 'failure' or a number from 0 to 1");
        }
        return fields.number("value", 0, 0, 1);
    }

    private static double rating(Fields fields) {
        double min = 0;
        double max = 1;
        if (fields.has("scale")) {
            Fields scale = new Fields(fields.node("scale"), "scale");
            scale.allowOnly(Set.of("min", "max"));
            min = scale.number("min", 0, -LARGEST, LARGEST);
            max = scale.number("max", 1, -LARGEST, LARGEST);
            if (!(max > min)) {
                throw scale.bad("max", "is " + max + "; it must be above 'min', which is " + min);
            }
        }
        if (!fields.has("value")) {
            throw fields.bad("value", "is missing; it must be a number from " + min + " to " + max);
        }
        return (fields.number("value", min, min, max) - min) / (max - min);
    }

    private static OptionalDouble none(Fields fields, Kind kind) {
        if (fields.has("value")) {
            throw fields.bad(
                    "value", "has no meaning for kind '" + kind.name().toLowerCase(Locale.ROOT) + "'; leave it out");
        }
        return OptionalDouble.empty();
    }
}
