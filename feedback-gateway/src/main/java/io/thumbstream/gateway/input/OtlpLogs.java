package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Reads {@code gen_ai.evaluation.result} events of OpenTelemetry from a logs request of OTLP in JSON.
 *
 * <p>Fields that mean nothing here are ignored, as the protocol demands; records of other events are refused one by one. The
 * conventions of evaluation events are still in development upstream, so all their names are in this class and
 * {@link Evaluation}.
 */
public final class OtlpLogs {
    /** Records of one request that are taken at least: twice what the SDKs send at once by default. */
    public static final int LEAST_BATCH = 1_024;

    private static final String EVENT = "gen_ai.evaluation.result";
    private static final String NAME = "gen_ai.evaluation.name";
    private static final String SCORE = "gen_ai.evaluation.score.value";
    private static final String LABEL = "gen_ai.evaluation.score.label";
    private static final String EXPLANATION = "gen_ai.evaluation.explanation";
    private static final String ERROR = "error.type";
    private static final String OLD_USER = "enduser.id";
    private static final int LONGEST_NAME = 150;
    private static final int MOST_ATTRIBUTES = 128;
    private static final int NANO_DIGITS = 9;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");
    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");

    private final Clock clock;
    private final int maxLength;

    /**
     * Reads explanations up to a length.
     *
     * @param maxLength longest text, characters
     */
    public OtlpLogs(Clock clock, int maxLength) {
        this.clock = clock;
        this.maxLength = maxLength;
    }

    /**
     * All records of a request, in their order.
     *
     * @throws ProblemException when there are more than {@code max} or the request is none
     */
    public static List<JsonNode> records(JsonNode body, int max) {
        List<JsonNode> records = new ArrayList<>();
        for (JsonNode resource : part(new Fields(body, ""), "resourceLogs")) {
            for (JsonNode scope : part(new Fields(resource, "resourceLogs"), "scopeLogs")) {
                records.addAll(part(new Fields(scope, "scopeLogs"), "logRecords"));
            }
        }
        if (records.size() > max) {
            throw new Fields(body, "")
                    .bad(
                            "resourceLogs",
                            "has " + records.size() + " records; at most " + max
                                    + " are taken in one request (setting gateway.limits.batch)");
        }
        return records;
    }

    private static List<JsonNode> part(Fields fields, String name) {
        return fields.has(name) ? fields.list(name, Integer.MAX_VALUE) : List.of();
    }

    /**
     * The feedback of one record, one or two pieces.
     *
     * @throws ProblemException when it is no evaluation, or not one that can be stored
     */
    public List<Incoming> read(JsonNode record) {
        Fields fields = new Fields(record, "record");
        Map<String, JsonNode> attributes = attributes(fields);
        String event = fields.optionalText("eventName", Conversations.MAX_NAME)
                .filter(name -> !name.isEmpty())
                .or(() -> text(attributes, "event.name", Conversations.MAX_NAME))
                .orElse("");
        if (!event.equals(EVENT)) {
            throw bad("eventName", "is '" + event + "'; only " + EVENT + " is stored here, filter other records out");
        }
        if (attributes.containsKey(ERROR)) {
            throw bad(ERROR, "says that the evaluation failed; nothing was judged");
        }
        Optional<String> trace = hex(fields, "traceId", TRACE_ID);
        Optional<String> span = hex(fields, "spanId", SPAN_ID);
        Evaluation evaluation = new Evaluation(
                "otel",
                text(attributes, NAME, LONGEST_NAME).orElseThrow(() -> bad(NAME, "is missing; name what was judged")),
                score(attributes),
                text(attributes, LABEL, Conversations.MAX_NAME),
                text(attributes, EXPLANATION, maxLength),
                false,
                Evaluation.target(text(attributes, Evaluation.RESPONSE, Conversations.MAX_NAME), span, trace),
                text(attributes, Evaluation.USER, Conversations.MAX_NAME)
                        .or(() -> text(attributes, OLD_USER, Conversations.MAX_NAME)),
                text(attributes, Evaluation.RECEIPT, maxLength),
                time(fields, "timeUnixNano").or(() -> time(fields, "observedTimeUnixNano")));
        Map<String, String> headers = trace.isPresent() && span.isPresent()
                ? Map.of(TraceContext.HEADER, TraceContext.of(trace.get(), span.get()))
                : Map.of();
        return Evaluations.items(evaluation, clock.instant()).stream()
                .map(item -> new Incoming(item, "", headers))
                .toList();
    }

    private static Map<String, JsonNode> attributes(Fields record) {
        Map<String, JsonNode> attributes = new HashMap<>();
        if (!record.has("attributes")) {
            return attributes;
        }
        for (JsonNode pair : record.list("attributes", MOST_ATTRIBUTES)) {
            String key = pair.path("key").asText();
            if (attributes.put(key, pair.path("value")) != null) {
                throw bad("attributes", "hold " + Fields.describe(pair.path("key")) + " twice; send each once");
            }
        }
        return attributes;
    }

    private static Optional<String> text(Map<String, JsonNode> attributes, String name, int maxLength) {
        JsonNode value = attributes.get(name);
        if (value == null) {
            return Optional.empty();
        }
        Fields fields = new Fields(Json.object().set(name, value.path("stringValue")), "");
        return Optional.of(fields.text(name, maxLength)).filter(text -> !text.isEmpty());
    }

    private static OptionalDouble score(Map<String, JsonNode> attributes) {
        JsonNode value = attributes.get(SCORE);
        if (value == null) {
            return OptionalDouble.empty();
        }
        JsonNode whole = value.path("intValue");
        JsonNode number = value.path("doubleValue");
        if (number.isNumber() && Double.isFinite(number.doubleValue())) {
            return OptionalDouble.of(number.doubleValue());
        }
        if (whole.isIntegralNumber()
                || NUMBER.matcher(whole.asText().replaceFirst("^-", "")).matches()) {
            return OptionalDouble.of(whole.asDouble());
        }
        throw bad(SCORE, "is " + Fields.describe(value) + "; it must be a finite doubleValue or an intValue");
    }

    private static Optional<String> hex(Fields record, String name, Pattern form) {
        Optional<String> id = record.optionalText(name, Conversations.MAX_NAME)
                .filter(text -> !text.isEmpty())
                .map(text -> text.toLowerCase(Locale.ROOT));
        if (id.isPresent() && !form.matcher(id.get()).matches()) {
            throw bad(name, "is '" + id.get() + "'; it must be hexadecimal digits, as OTLP in JSON has them");
        }
        return id;
    }

    /** Nanoseconds since 1970, a number or a text of digits; 0 says that it is not known. */
    private static Optional<Instant> time(Fields record, String name) {
        if (!record.has(name)) {
            return Optional.empty();
        }
        JsonNode node = record.node(name);
        String digits = node.isTextual() || node.isIntegralNumber() ? node.asText() : "";
        if (!NUMBER.matcher(digits).matches()) {
            throw bad(name, "is " + Fields.describe(node) + "; it must be nanoseconds since 1970, at most 19 digits");
        }
        int split = Math.max(0, digits.length() - NANO_DIGITS);
        long seconds = split == 0 ? 0 : Long.parseLong(digits.substring(0, split));
        long nanos = Long.parseLong(digits.substring(split));
        return seconds == 0 && nanos == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds, nanos));
    }

    private static ProblemException bad(String field, String what) {
        return Problem.field(field, "'" + field + "' " + what + ".").exception();
    }
}
