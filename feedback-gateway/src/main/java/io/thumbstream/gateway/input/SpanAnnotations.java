package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads annotations of OpenInference spans, in the form of Phoenix: {@code {"data": [{span_id, name, annotator_kind, result,
 * identifier, metadata}]}}.
 *
 * <p>The answer is the one of the span, or the one that {@code metadata} names as {@code gen_ai.response.id}. Who judges is
 * {@code user.id} of the metadata, else the {@code identifier}: a later annotation of the same author replaces the earlier one.
 */
public final class SpanAnnotations {
    private static final Set<String> FIELDS =
            Set.of("span_id", "name", "annotator_kind", "result", "identifier", "metadata");
    private static final Set<String> RESULT = Set.of("label", "score", "explanation");
    private static final Set<String> HUMAN = Set.of("HUMAN");
    private static final Set<String> MACHINE = Set.of("LLM", "CODE");
    private static final int LONGEST_NAME = 150;
    private static final double LARGEST = 1e9;
    private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");

    private final Clock clock;
    private final int maxLength;

    /**
     * Reads explanations up to a length.
     *
     * @param maxLength longest text, characters
     */
    public SpanAnnotations(Clock clock, int maxLength) {
        this.clock = clock;
        this.maxLength = maxLength;
    }

    /**
     * The annotations of a request, which are then read one by one.
     *
     * @throws io.thumbstream.gateway.problem.ProblemException when there is none or there are more than {@code max}
     */
    public static List<JsonNode> annotations(JsonNode body, int max) {
        Fields fields = new Fields(body, "");
        fields.allowOnly(Set.of("data"));
        List<JsonNode> annotations = fields.list("data", max);
        if (annotations.isEmpty()) {
            throw fields.bad("data", "is empty; send at least one annotation");
        }
        return annotations;
    }

    /**
     * The feedback of one annotation, one or two pieces.
     *
     * @throws io.thumbstream.gateway.problem.ProblemException naming the field that is wrong
     */
    public List<Incoming> read(JsonNode annotation) {
        Fields fields = new Fields(annotation, "data");
        fields.allowOnly(FIELDS);
        Fields result = new Fields(object(fields, "result"), fields.path("result"));
        result.allowOnly(RESULT);
        Fields metadata = new Fields(object(fields, "metadata"), fields.path("metadata"));
        Evaluation evaluation = new Evaluation(
                "openinference",
                fields.printable("name", LONGEST_NAME),
                result.has("score")
                        ? OptionalDouble.of(result.number("score", 0, -LARGEST, LARGEST))
                        : OptionalDouble.empty(),
                filled(result, "label", Conversations.MAX_NAME),
                filled(result, "explanation", maxLength),
                isHuman(fields),
                Evaluation.target(
                        filled(metadata, Evaluation.RESPONSE, Conversations.MAX_NAME), span(fields), Optional.empty()),
                filled(metadata, Evaluation.USER, Conversations.MAX_NAME)
                        .or(() -> filled(fields, "identifier", Conversations.MAX_NAME)),
                filled(metadata, Evaluation.RECEIPT, maxLength),
                Optional.empty());
        return Evaluations.items(evaluation, clock.instant()).stream()
                .map(Incoming::of)
                .toList();
    }

    private static ObjectNode object(Fields fields, String name) {
        if (!fields.has(name)) {
            return Json.object();
        }
        JsonNode node = fields.node(name);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw fields.bad(name, "is " + Fields.describe(node) + "; it must be an object");
    }

    private static Optional<String> filled(Fields fields, String name, int maxLength) {
        return fields.optionalText(name, maxLength).filter(text -> !text.isBlank());
    }

    private static Optional<String> span(Fields fields) {
        String id = fields.text("span_id", Conversations.MAX_NAME).toLowerCase(Locale.ROOT);
        if (!SPAN_ID.matcher(id).matches()) {
            throw fields.bad("span_id", "is '" + id + "'; it must be 16 hexadecimal digits, not all 0");
        }
        return Optional.of(id);
    }

    private static boolean isHuman(Fields fields) {
        String kind = fields.text("annotator_kind", Conversations.MAX_NAME);
        if (!HUMAN.contains(kind) && !MACHINE.contains(kind)) {
            throw fields.bad("annotator_kind", "is '" + kind + "'; it must be HUMAN, LLM or CODE");
        }
        return HUMAN.contains(kind);
    }
}
