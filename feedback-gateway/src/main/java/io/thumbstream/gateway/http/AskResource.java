package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.view.Seen;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.IntFunction;

/**
 * {@code GET /v1/asks}: the newest pairs of answers that people are asked to compare and that nobody has compared yet.
 *
 * <p>Ids alone: whoever showed the answers has their words, and only the person whom they were made for may judge them.
 */
final class AskResource {
    private final IntFunction<List<Seen.Ask>> open;

    /** @param open gives open questions, newest first, at most so many */
    AskResource(IntFunction<List<Seen.Ask>> open) {
        this.open = open;
    }

    void get(RoutingContext context) {
        ObjectNode body = Json.object();
        ArrayNode asks = body.putArray("asks");
        for (Seen.Ask ask : open.apply(FeedbackExport.limit(context))) {
            ObjectNode item = asks.addObject();
            item.put("kind", "pair");
            item.put("group", ask.groupId());
            ArrayNode ids = item.putArray("rollout_ids");
            ask.targets().forEach(ids::add);
            item.put("reason", ask.reason());
            item.put("priority", ask.priority());
            item.put("asked_at", ask.at().toString());
        }
        context.response()
                .putHeader("Content-Type", Headers.JSON)
                .putHeader("Cache-Control", "no-store")
                .end(Json.write(body));
    }
}
