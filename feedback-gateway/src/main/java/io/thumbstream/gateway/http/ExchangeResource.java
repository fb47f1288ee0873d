package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.event.ExchangeEvent;
import io.thumbstream.gateway.input.Batch;
import io.thumbstream.gateway.input.ExchangeParser;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.input.ReceiptRule;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.schemas.RolloutIds;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code POST /v1/rollouts}: exchanges of somebody else's model, one or a batch. */
final class ExchangeResource {
    private static final int ACCEPTED = 202;

    private final ExchangeParser parser;
    private final ReceiptRule receipts;
    private final Throttle throttle;
    private final Appender log;
    private final GatewayMeters meters;
    private final int batchLimit;

    ExchangeResource(
            ExchangeParser parser,
            ReceiptRule receipts,
            Throttle throttle,
            Appender log,
            GatewayMeters meters,
            int batchLimit) {
        this.parser = parser;
        this.receipts = receipts;
        this.throttle = throttle;
        this.log = log;
        this.meters = meters;
        this.batchLimit = batchLimit;
    }

    void handle(RoutingContext context) {
        JsonNode body = Json.object(Headers.body(context));
        if (Batch.isBatch(body)) {
            new BatchReply(context).send(Batch.items(body, batchLimit), item -> append(context, false, item));
            return;
        }
        append(context, true, body)
                .onSuccess(done -> context.response()
                        .setStatusCode(ACCEPTED)
                        .putHeader("Content-Type", "application/json")
                        .end(Json.write(done)))
                .onFailure(context::fail);
    }

    private Future<ObjectNode> append(RoutingContext context, boolean single, JsonNode item) {
        ExchangeEvent event;
        try {
            event = parser.parse(item);
            throttle.call(context, single);
        } catch (ProblemException refused) {
            meters.exchange(refused.problem().kind().slug());
            return Future.failedFuture(refused);
        }
        return log.append(event, Headers.ofRecord(context))
                .onSuccess(done -> meters.exchange("accepted"))
                .onFailure(failure ->
                        meters.exchange(Errors.problem(failure).kind().slug()))
                .map(done -> accepted(event, item));
    }

    private ObjectNode accepted(ExchangeEvent event, JsonNode item) {
        ObjectNode body = Json.object();
        if (item.path("id").isTextual()) {
            body.put("id", item.path("id").textValue());
        }
        body.put("status", "accepted");
        body.put("group_id", event.groupId());
        body.put("rollout_id", RolloutIds.of(event.groupId(), event.index()));
        receipts.give(event.groupId(), List.of(event.index()), event.userKey())
                .ifPresent(receipt -> body.put("receipt", receipt));
        return body;
    }
}
