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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
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
            all(context, CloudEvents.batch(body, batchLimit), CloudEvents::structured);
        } else if (type.equals(CloudEvents.STRUCTURED)) {
            JsonNode event = Json.object(body);
            reply(context, append(context, () -> CloudEvents.structured(event), Headers.idempotencyKey(context)));
        } else if (!attributes.isEmpty()) {
            JsonNode data = Json.object(body);
            reply(
                    context,
                    append(context, () -> CloudEvents.binary(attributes, data), Headers.idempotencyKey(context)));
        } else {
            take(context, Json.object(body), Headers.idempotencyKey(context));
        }
    }

    /** Stores one piece of feedback and answers the request. */
    void take(RoutingContext context, JsonNode item, Optional<String> headerId) {
        reply(context, append(context, () -> Incoming.of(item), headerId));
    }

    void batch(RoutingContext context) {
        JsonNode body = Json.object(Headers.body(context));
        all(context, Batch.items(body, batchLimit), Incoming::of);
    }

    /** Reads every item, then stores those that pass with one hand-over, and says what became of each. */
    private void all(RoutingContext context, List<JsonNode> items, Function<JsonNode, Incoming> reading) {
        Map<Integer, BatchReply.Result> results = new TreeMap<>();
        Map<Integer, FeedbackIntake.Vote> passed = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            try {
                passed.put(i, read(context, items.get(i), reading));
            } catch (ProblemException refused) {
                results.put(i, BatchReply.Result.refused(idOf(items.get(i)), refused));
            }
        }
        intake.storeAll(context, List.copyOf(passed.values()))
                .onSuccess(outcomes -> {
                    Iterator<Optional<Throwable>> outcome = outcomes.iterator();
                    passed.forEach((i, vote) -> results.put(
                            i,
                            outcome.next()
                                    .map(failure -> BatchReply.Result.refused(idOf(items.get(i)), failure))
                                    .orElseGet(() -> BatchReply.Result.accepted(accepted(vote.event())))));
                    new BatchReply(context).answer(List.copyOf(results.values()));
                })
                .onFailure(context::fail);
    }

    private FeedbackIntake.Vote read(RoutingContext context, JsonNode item, Function<JsonNode, Incoming> reading) {
        Incoming incoming = incoming(() -> reading.apply(item));
        return new FeedbackIntake.Vote(intake.read(context, false, incoming, Optional.empty()), incoming.headers());
    }

    private static String idOf(JsonNode item) {
        return item.path("id").asText("");
    }

    /** Counts what cannot even be put into our words. */
    private Incoming incoming(Supplier<Incoming> reading) {
        try {
            return reading.get();
        } catch (ProblemException refused) {
            intake.refused(refused.problem());
            throw refused;
        }
    }

    private static void reply(RoutingContext context, Future<ObjectNode> stored) {
        stored.onSuccess(done -> context.response()
                        .setStatusCode(ACCEPTED)
                        .putHeader("Content-Type", Headers.JSON)
                        .end(Json.write(done)))
                .onFailure(context::fail);
    }

    private Future<ObjectNode> append(RoutingContext context, Supplier<Incoming> reading, Optional<String> headerId) {
        try {
            Incoming incoming = incoming(reading);
            FeedbackEvent event = intake.read(context, true, incoming, headerId);
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
