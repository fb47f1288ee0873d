package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.problem.Problem;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The reply to a batch: one result per item, in order.
 *
 * <p>202 when all items were accepted, 503 when none was and the log is the reason, 429 when none was and a limit is (so
 * that simple clients retry the whole), 207 otherwise.
 */
final class BatchReply {
    private static final int ACCEPTED = 202;
    private static final int MULTI_STATUS = 207;
    private static final Set<Integer> RETRIED = Set.of(429, 503);

    private final RoutingContext context;

    BatchReply(RoutingContext context) {
        this.context = context;
    }

    void send(List<JsonNode> items, Function<JsonNode, Future<ObjectNode>> append) {
        List<Future<Result>> futures = new ArrayList<>();
        for (JsonNode item : items) {
            String id = item.path("id").asText("");
            futures.add(append.apply(item).map(Result::accepted).otherwise(failure -> Result.refused(id, failure)));
        }
        Future.all(futures).onSuccess(all -> answer(all.<Result>list())).onFailure(context::fail);
    }

    /** Answers with what became of each item, in their order; at least one. */
    void answer(List<Result> results) {
        boolean allAccepted = results.stream().allMatch(result -> result.status() == ACCEPTED);
        int first = results.get(0).status();
        boolean again = RETRIED.contains(first) && results.stream().allMatch(result -> result.status() == first);
        if (again) {
            long seconds = results.stream().mapToLong(Result::retryAfter).min().orElse(1);
            context.response().putHeader("Retry-After", Long.toString(seconds));
        }
        ObjectNode body = Json.object();
        body.put(
                "accepted",
                results.stream().filter(result -> result.status() == ACCEPTED).count());
        body.put(
                "refused",
                results.stream().filter(result -> result.status() != ACCEPTED).count());
        ArrayNode list = body.putArray("results");
        for (int i = 0; i < results.size(); i++) {
            ObjectNode entry = list.addObject();
            entry.put("index", i);
            entry.put("status", results.get(i).status());
            entry.setAll(results.get(i).body());
        }
        context.response()
                .setStatusCode(allAccepted ? ACCEPTED : again ? first : MULTI_STATUS)
                .putHeader("Content-Type", "application/json")
                .end(Json.write(body));
    }

    /** What became of one item. */
    record Result(int status, ObjectNode body) {
        long retryAfter() {
            return body.at("/problem/retry_after").asLong(1);
        }

        static Result accepted(ObjectNode done) {
            ObjectNode body = Json.object();
            body.set("result", done);
            return new Result(ACCEPTED, body);
        }

        static Result refused(String id, Throwable failure) {
            Problem problem = Errors.problem(failure);
            ObjectNode body = Json.object();
            body.put("id", id);
            body.set("problem", Errors.document(problem));
            return new Result(problem.kind().status(), body);
        }
    }
}
