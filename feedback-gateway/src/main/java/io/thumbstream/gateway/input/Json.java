package io.thumbstream.gateway.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemKind;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Strict JSON: UTF-8 only, no duplicate keys, no NaN, nothing after the document. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern ADVICE = Pattern.compile(
            "\n.*|: enable `.*|, from `[^`]*`| \\(bound as `[^`]*`\\): not allowed as per `[^`]*`", Pattern.DOTALL);

    private Json() {}

    /**
     * Reads a request body.
     *
     * @throws io.thumbstream.gateway.problem.ProblemException when it is not UTF-8, not JSON or no object
     */
    public static JsonNode object(byte[] body) {
        JsonNode node = parse(decode(body));
        if (!node.isObject()) {
            throw Problem.of(
                            ProblemKind.INVALID_JSON,
                            "The body is " + Fields.describe(node)
                                    + "; send a JSON object as described at /openapi.yaml.")
                    .exception();
        }
        return node;
    }

    /**
     * Reads a request body that is a list.
     *
     * @throws io.thumbstream.gateway.problem.ProblemException when it is not UTF-8, not JSON or no array
     */
    static JsonNode array(byte[] body) {
        JsonNode node = parse(decode(body));
        if (!node.isArray()) {
            throw Problem.of(
                            ProblemKind.INVALID_JSON,
                            "The body is " + Fields.describe(node) + "; send a JSON array of events.")
                    .exception();
        }
        return node;
    }

    /** A new empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Writes a tree as compact JSON. */
    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.of(
                            ProblemKind.INVALID_UTF8,
                            "The body is not valid UTF-8 (" + e.getMessage() + "); encode the JSON as UTF-8.")
                    .exception();
        }
    }

    private static JsonNode parse(String text) {
        if (text.isBlank()) {
            throw Problem.of(ProblemKind.INVALID_JSON, "The body is empty; send a JSON object.")
                    .exception();
        }
        try {
            return MAPPER.readTree(text);
        } catch (StreamConstraintsException e) {
            throw Problem.of(
                            ProblemKind.INVALID_JSON,
                            "The body is nested too deeply, or holds a number or a name too long: " + reason(e)
                                    + ". Send flat JSON as described at /openapi.yaml.")
                    .exception();
        } catch (JsonProcessingException e) {
            throw Problem.of(
                            ProblemKind.INVALID_JSON,
                            "The body is not valid JSON at line "
                                    + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr() + ": " + reason(e)
                                    + ". JSON has no NaN, no infinity, no comments and no duplicate keys.")
                    .exception();
        }
    }

    /** What the parser says, without its advice to programmers. */
    private static String reason(JsonProcessingException e) {
        return ADVICE.matcher(e.getOriginalMessage()).replaceAll("");
    }
}
