package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.input.Incoming;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.input.OtlpLogs;
import io.thumbstream.gateway.input.SpanAnnotations;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judgements from tracing systems: {@code POST /v1/logs} takes evaluation events of OpenTelemetry, {@code POST
 * /v1/span_annotations} annotations of OpenInference.
 */
final class EvaluationResource {
    private static final Set<ProblemKind> PASSING =
            Set.of(ProblemKind.RATE_LIMITED, ProblemKind.LOG_UNAVAILABLE, ProblemKind.REGISTRY_UNAVAILABLE);

    private final FeedbackIntake intake;
    private final Identities identities;
    private final OtlpLogs logs;
    private final SpanAnnotations annotations;
    private final int batchLimit;
    private final int bodyLimit;

    /**
     * Stores through {@code intake}.
     *
     * @param identities names what comes without an id
     * @param batchLimit most judgements in one request
     * @param bodyLimit largest body after it is unpacked, bytes
     */
    EvaluationResource(
            FeedbackIntake intake,
            Identities identities,
            OtlpLogs logs,
            SpanAnnotations annotations,
            int batchLimit,
            int bodyLimit) {
        this.intake = intake;
        this.identities = identities;
        this.logs = logs;
        this.annotations = annotations;
        this.batchLimit = batchLimit;
        this.bodyLimit = bodyLimit;
    }

    /**
     * Stores the evaluations of a logs request.
     *
     * <p>Answers as OTLP wants it: 200 when the rest need not be sent again, with the number of refused records, and 429 or 503
     * when all of it should, because limits, brokers or registry were in the way of some. Sent again they count once, and those that
     * brokers have take nothing from the limits.
     */
    void logs(RoutingContext context) {
        JsonNode body = Json.object(Headers.unpacked(context, bodyLimit));
        List<JsonNode> records = OtlpLogs.records(body, Math.max(batchLimit, OtlpLogs.LEAST_BATCH));
        List<Future<Optional<Problem>>> outcomes = new ArrayList<>();
        for (JsonNode record : records) {
            outcomes.add(storeRecord(context, record)
                    .map(done -> Optional.<Problem>empty())
                    .otherwise(failure -> Optional.of(Errors.problem(failure))));
        }
        Future.all(outcomes)
                .onSuccess(all -> answerLogs(context, all.<Optional<Problem>>list()))
                .onFailure(context::fail);
    }

    private Future<Void> storeRecord(RoutingContext context, JsonNode record) {
        List<Incoming> parts;
        try {
            parts = logs.read(record);
        } catch (ProblemException refused) {
            intake.refused(refused.problem());
            return Future.failedFuture(refused);
        }
        List<Pending> passed = new ArrayList<>();
        try {
            for (Incoming part : parts) {
                Incoming keyed = keyed(part);
                intake.readUnlessStored(context, keyed).ifPresent(event -> passed.add(new Pending(keyed, event)));
            }
            return store(context, passed).mapEmpty();
        } catch (ProblemException refused) {
            return settle(context, passed, refused);
        }
    }

    /** Fails a record. What passed of one that comes again is stored, so that it has its place within the limits once and for all. */
    private Future<Void> settle(RoutingContext context, List<Pending> passed, ProblemException refused) {
        if (!PASSING.contains(refused.problem().kind())) {
            passed.forEach(one -> intake.drop(one.event()));
            return Future.failedFuture(refused);
        }
        return store(context, passed).compose(done -> Future.failedFuture(refused));
    }

    private static void answerLogs(RoutingContext context, List<Optional<Problem>> outcomes) {
        for (Optional<Problem> outcome : outcomes) {
            if (outcome.filter(problem -> PASSING.contains(problem.kind())).isPresent()) {
                context.fail(outcome.get().exception());
                return;
            }
        }
        ObjectNode body = Json.object();
        long refused = outcomes.stream().filter(Optional::isPresent).count();
        if (refused > 0) {
            ObjectNode partial = body.putObject("partialSuccess");
            partial.put("rejectedLogRecords", Long.toString(refused)); // a text, as protocol buffers in JSON have it
            partial.put("errorMessage", first(outcomes));
        }
        reply(context, body);
    }

    private static String first(List<Optional<Problem>> outcomes) {
        int at = 0;
        while (outcomes.get(at).isEmpty()) {
            at++;
        }
        return "record " + at + ": " + outcomes.get(at).map(Problem::detail).orElse("");
    }

    /** Stores all annotations of a request or, when one of them is refused, none. */
    void annotations(RoutingContext context) {
        JsonNode body = Json.object(Headers.body(context));
        List<Pending> pending = new ArrayList<>();
        List<JsonNode> list = SpanAnnotations.annotations(body, batchLimit);
        for (int i = 0; i < list.size(); i++) {
            pending.addAll(annotation(context, list.get(i), "annotation " + i + ": "));
        }
        ObjectNode answer = Json.object();
        ArrayNode data = answer.putArray("data");
        pending.forEach(one -> data.addObject().put("id", one.event().feedbackId()));
        store(context, pending).onSuccess(done -> reply(context, answer)).onFailure(context::fail);
    }

    private List<Pending> annotation(RoutingContext context, JsonNode annotation, String place) {
        try {
            return read(context, annotations.read(annotation));
        } catch (ProblemException refused) {
            Problem problem = refused.problem();
            throw new Problem(problem.kind(), place + problem.detail(), problem.field(), problem.retryAfter())
                    .exception();
        }
    }

    /** Reads all parts before one is stored. */
    private List<Pending> read(RoutingContext context, List<Incoming> parts) {
        return parts.stream()
                .map(this::keyed)
                .map(part -> new Pending(part, intake.read(context, false, part, Optional.empty())))
                .toList();
    }

    /** The id follows from what was said and by whom; it is told in the clear, so it does that under the secret. */
    private Incoming keyed(Incoming part) {
        ObjectNode item = part.item().deepCopy();
        String id = item.path("id").asText();
        item.put("id", id.substring(0, id.indexOf('-') + 1) + identities.nameOf(id));
        return new Incoming(item, part.path(), part.headers());
    }

    private Future<?> store(RoutingContext context, List<Pending> pending) {
        return Future.all(pending.stream()
                .map(one -> intake.store(context, one.event(), one.incoming().headers()))
                .toList());
    }

    private static void reply(RoutingContext context, ObjectNode body) {
        context.response().putHeader("Content-Type", Headers.JSON).end(Json.write(body));
    }

    private record Pending(Incoming incoming, FeedbackEvent event) {}
}
