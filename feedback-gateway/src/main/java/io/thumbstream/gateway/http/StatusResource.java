package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemKind;
import io.thumbstream.gateway.view.RunState;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** {@code GET /v1/status} and its stream. Confined to the event loop. */
final class StatusResource {
    /** Most streams at a time. */
    static final int MOST_WATCHERS = 256;

    private final RunState state;
    private final Set<HttpServerResponse> watchers = new HashSet<>();

    StatusResource(RunState state) {
        this.state = state;
    }

    /** The status once; with the curves for {@code series=true}, with one vote for {@code feedback_id=...}. */
    void once(RoutingContext context) {
        ObjectNode body = StatusJson.status(state);
        if ("true".equals(context.request().getParam("series"))) {
            StatusJson.series(body, state.points());
        }
        Optional.ofNullable(context.request().getParam("feedback_id"))
                .ifPresent(id -> StatusJson.watched(body, id, state.vote(id)));
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(Json.write(body));
    }

    /** The status now and at every tick, as server-sent events. */
    void stream(RoutingContext context) {
        if (watchers.size() >= MOST_WATCHERS) {
            throw Problem.retry(
                            ProblemKind.RATE_LIMITED,
                            MOST_WATCHERS
                                    + " streams are open, which is the limit; ask /v1/status instead, or try again"
                                    + " later.",
                            Errors.RETRY_AFTER)
                    .exception();
        }
        HttpServerResponse response = context.response();
        Sse.open(response);
        response.closeHandler(closed -> watchers.remove(response));
        watchers.add(response);
        Sse.write(response, StatusJson.status(state));
    }

    /** Adds a point to the curves and tells everybody who watches; skips whoever reads too slowly. */
    void tick() {
        state.sample();
        if (watchers.isEmpty()) {
            return;
        }
        ObjectNode body = StatusJson.status(state);
        watchers.stream()
                .filter(response -> !response.closed() && !response.writeQueueFull())
                .forEach(response -> Sse.write(response, body));
    }

    /** Ends all streams. */
    void close() {
        Set.copyOf(watchers).stream().filter(response -> !response.ended()).forEach(HttpServerResponse::end);
        watchers.clear();
    }
}
