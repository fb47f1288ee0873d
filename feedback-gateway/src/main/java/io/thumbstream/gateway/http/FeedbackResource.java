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
import io.thumbstream.gateway.problem.ProblemKind;
import io.thumbstream.gateway.view.VoteState;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code POST /v1/feedback} and {@code POST /v1/feedback:batch}.
 *
 * <p>An id that was used for other feedback is refused as far as the gateway knows: it remembers the newest votes that it
 * has read from their topic, and nothing else. What it cannot know is settled behind it, where the first one counts.
 */
final class FeedbackResource {
    private static final int ACCEPTED = 202;

    private final FeedbackParser parser;
    private final Throttle throttle;
    private final Appender log;
    private final GatewayMeters meters;
    private final int batchLimit;
    private final Function<String, Optional<VoteState>> votes;

    FeedbackResource(
            FeedbackParser parser,
            Throttle throttle,
            Appender log,
            GatewayMeters meters,
            int batchLimit,
            Function<String, Optional<VoteState>> votes) {
        this.votes = votes;
        this.parser = parser;
        this.throttle = throttle;
        this.log = log;
        this.meters = meters;
        this.batchLimit = batchLimit;
    }

    void one(RoutingContext context) {
        take(context, Json.object(Headers.body(context)), Headers.idempotencyKey(context));
    }

    /** Stores one piece of feedback and answers the request. */
    void take(RoutingContext context, JsonNode item, Optional<String> headerId) {
        append(context, true, item, headerId)
                .onSuccess(done -> context.response()
                        .setStatusCode(ACCEPTED)
                        .putHeader("Content-Type", "application/json")
                        .end(Json.write(done)))
                .onFailure(context::fail);
    }

    void batch(RoutingContext context) {
        JsonNode body = Json.object(Headers.body(context));
        new BatchReply(context)
                .send(Batch.items(body, batchLimit), item -> append(context, false, item, Optional.empty()));
    }

    private Future<ObjectNode> append(
            RoutingContext context, boolean single, JsonNode item, Optional<String> headerId) {
        FeedbackEvent event;
        try {
            event = parser.parse(item, headerId, Guard.caller(context).may(Scope.FEEDBACK_UNSIGNED));
            refuseOtherUse(event);
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

    private void refuseOtherUse(FeedbackEvent event) {
        Optional<String> before =
                votes.apply(event.feedbackId()).flatMap(state -> state.vote().content());
        if (before.isPresent() && !before.get().equals(event.content().fingerprint())) {
            throw new Problem(
                            ProblemKind.ID_REUSED,
                            "The id was used for other feedback already. Nothing was stored; give every piece of"
                                    + " feedback an id of its own, and repeat one only with the same content.",
                            Optional.of("id"),
                            Optional.empty())
                    .exception();
        }
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
