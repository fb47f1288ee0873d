package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.input.Batch;
import io.thumbstream.gateway.input.CloudEvents;
import io.thumbstream.gateway.input.Incoming;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code POST /v1/feedback}, in its own words or as CloudEvents, and {@code POST /v1/feedback:batch}. */
final class FeedbackResource {
    /** Media types of {@code POST /v1/feedback}; an event in binary mode is JSON with headers. */
    static final List<String> MEDIA = List.of(Headers.JSON, CloudEvents.STRUCTURED, CloudEvents.BATCH);

    private static final int ACCEPTED = 202;

    private final FeedbackIntake intake;
    private final int batchLimit;

    FeedbackResource(FeedbackIntake intake, int batchLimit) {
        this.intake = intake;
        this.batchLimit = batchLimit;
    }

    void one(RoutingContext context) {
        byte[] body = Headers.body(context);
        String type = Headers.mediaType(context);
        Map<String, String> attributes = Headers.cloudEvent(context);
        if (type.equals(CloudEvents.BATCH)) {
            new BatchReply(context)
                    .send(
                            CloudEvents.batch(body, batchLimit),
                            event -> append(context, false, () -> CloudEvents.structured(event), Optional.empty()));
        } else if (type.equals(CloudEvents.STRUCTURED)) {
            JsonNode event = Json.object(body);
            reply(context, append(context, true, () -> CloudEvents.structured(event), Headers.idempotencyKey(context)));
        } else if (!attributes.isEmpty()) {
            JsonNode data = Json.object(body);
            reply(
                    context,
                    append(context, true, () -> CloudEvents.binary(attributes, data), Headers.idempotencyKey(context)));
        } else {
            take(context, Json.object(body), Headers.idempotencyKey(context));
        }
    }

    /** Stores one piece of feedback and answers the request. */
    void take(RoutingContext context, JsonNode item, Optional<String> headerId) {
        reply(context, append(context, true, () -> Incoming.of(item), headerId));
    }

    void batch(RoutingContext context) {
        JsonNode body = Json.object(Headers.body(context));
        new BatchReply(context)
                .send(
                        Batch.items(body, batchLimit),
                        item -> append(context, false, () -> Incoming.of(item), Optional.empty()));
    }

    private static void reply(RoutingContext context, Future<ObjectNode> stored) {
        stored.onSuccess(done -> context.response()
                        .setStatusCode(ACCEPTED)
                        .putHeader("Content-Type", Headers.JSON)
                        .end(Json.write(done)))
                .onFailure(context::fail);
    }

    private Future<ObjectNode> append(
            RoutingContext context, boolean single, Supplier<Incoming> reading, Optional<String> headerId) {
        Incoming incoming;
        try {
            incoming = reading.get();
        } catch (ProblemException refused) {
            intake.refused(refused.problem());
            return Future.failedFuture(refused);
        }
        try {
            FeedbackEvent event = intake.read(context, single, incoming, headerId);
            return intake.store(context, event, incoming.headers()).map(done -> accepted(event));
        } catch (ProblemException refused) {
            return Future.failedFuture(refused);
        }
    }

    private static ObjectNode accepted(FeedbackEvent event) {
        ObjectNode body = Json.object();
        body.put("id", event.feedbackId());
        body.put("status", "accepted");
        body.put("group_id", event.groupId());
        ArrayNode targets = body.putArray("rollout_ids");
        event.targets().forEach(targets::add);
        return body;
    }
}
