package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.access.Scope;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.input.Batch;
import io.thumbstream.gateway.input.FeedbackParser;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;

/** {@code POST /v1/feedback} and {@code POST /v1/feedback:batch}. */
final class FeedbackResource {
    private static final int ACCEPTED = 202;

    private final FeedbackParser parser;
    private final Throttle throttle;
    private final Appender log;
    private final GatewayMeters meters;
    private final int batchLimit;

    FeedbackResource(FeedbackParser parser, Throttle throttle, Appender log, GatewayMeters meters, int batchLimit) {
        this.parser = parser;
        this.throttle = throttle;
        this.log = log;
        this.meters = meters;
        this.batchLimit = batchLimit;
    }

    void one(RoutingContext context) {
        Headers.requireJson(context);
        JsonNode body = Json.object(Headers.body(context));
        append(context, true, body, Headers.idempotencyKey(context))
                .onSuccess(done -> context.response()
                        .setStatusCode(ACCEPTED)
                        .putHeader("Content-Type", "application/json")
                        .end(Json.write(done)))
                .onFailure(context::fail);
    }

    void batch(RoutingContext context) {
        Headers.requireJson(context);
        JsonNode body = Json.object(Headers.body(context));
        new BatchReply(context).send(Batch.items(body, batchLimit), item -> append(context, false, item, Optional.empty()));
    }

    private Future<ObjectNode> append(
            RoutingContext context, boolean single, JsonNode item, Optional<String> headerId) {
        FeedbackEvent event;
        try {
            event = parser.parse(item, headerId, Guard.caller(context).may(Scope.FEEDBACK_UNSIGNED));
            throttle.feedback(context, single, event);
        } catch (ProblemException refused) {
            meters.feedback(kindOf(item), refused.problem().kind().slug());
            return Future.failedFuture(refused);
        }
        String kind = event.kind().name().toLowerCase(Locale.ROOT);
        return log.append(event, Headers.traceParent(context))
                .onSuccess(done -> meters.feedback(kind, "accepted"))
                .onFailure(failure -> meters.feedback(kind, slug(Errors.problem(failure))))
                .map(done -> accepted(event));
    }

    private static String slug(Problem problem) {
        return problem.kind().slug();
    }

    /** Kind for the metric: what is unknown is counted under one name, so that callers cannot invent labels. */
    private static String kindOf(JsonNode item) {
        String said = item.path("kind").asText();
        for (FeedbackEvent.Kind kind : FeedbackEvent.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(said)) {
                return said;
            }
        }
        return "unknown";
    }

    private static ObjectNode accepted(FeedbackEvent event) {
        ObjectNode body = Json.object();
        body.put("id", event.feedbackId());
        body.put("status", "accepted");
        body.put("group_id", event.groupId());
        return body;
    }
}
