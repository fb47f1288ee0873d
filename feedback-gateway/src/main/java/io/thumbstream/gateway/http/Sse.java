package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.input.Json;
import io.vertx.core.http.HttpServerResponse;

/** Server-sent events. */
final class Sse {
    private Sse() {}

    static void open(HttpServerResponse response) {
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
    }

    static void write(HttpServerResponse response, JsonNode event) {
        if (!response.closed()) {
            response.write("data: " + Json.write(event) + "\n\n");
        }
    }
}
