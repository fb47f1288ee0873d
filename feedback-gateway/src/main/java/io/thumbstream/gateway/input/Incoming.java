package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Feedback in the words of {@code POST /v1/feedback}, whatever format it came in.
 *
 * @param item fields of the feedback
 * @param path where the fields were in the request, for refusals; empty for the top
 * @param headers headers of its record, for example {@code ce_id}
 */
public record Incoming(JsonNode item, String path, Map<String, String> headers) {
    public Incoming {
        headers = Map.copyOf(headers);
    }

    /** Feedback that came in its own words. */
    public static Incoming of(JsonNode item) {
        return new Incoming(item, "", Map.of());
    }
}
