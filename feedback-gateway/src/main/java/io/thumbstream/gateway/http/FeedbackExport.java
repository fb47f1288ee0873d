package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.identity.ExternalId;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.gateway.view.VoteState;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * {@code GET /v1/evaluations}: the newest votes that a tracing system can hold, as evaluation events of OpenTelemetry or as
 * annotations of OpenInference.
 *
 * <p>Thumbs, ratings and outcomes only: comparisons judge no answer by itself, and the gateway remembers no words and names no people. Votes of
 * people who were erased are left out.
 */
final class FeedbackExport {
    private static final Set<String> KINDS = Set.of("thumb", "rating", "outcome");
    private static final int MOST = 1_000;
    private static final int USUAL = 100;

    private final BiFunction<Integer, Set<String>, List<VoteState>> newest;

    /**
     * An export of what is remembered.
     *
     * @param newest gives the newest votes of some kinds, at most so many
     */
    FeedbackExport(BiFunction<Integer, Set<String>, List<VoteState>> newest) {
        this.newest = newest;
    }

    void get(RoutingContext context) {
        int limit = limit(context);
        String format =
                one(context, "format").orElseThrow(() -> bad("format", "is missing; it must be otlp or openinference"));
        ObjectNode body =
                switch (format) {
                    case "otlp" -> otlp(newest.apply(limit, KINDS));
                    case "openinference" -> openInference(newest.apply(limit, KINDS));
                    default -> throw bad("format", "is not otlp or openinference");
                };
        context.response()
                .putHeader("Content-Type", Headers.JSON)
                .putHeader("Cache-Control", "no-store")
                .end(Json.write(body));
    }

    private static ObjectNode otlp(List<VoteState> votes) {
        ObjectNode body = Json.object();
        ObjectNode resource = body.putArray("resourceLogs").addObject();
        attribute(resource.putObject("resource").putArray("attributes"), "service.name", "thumbstream");
        ObjectNode scope = resource.putArray("scopeLogs").addObject();
        scope.putObject("scope").put("name", "io.thumbstream.gateway");
        ArrayNode records = scope.putArray("logRecords");
        votes.forEach(state -> record(records.addObject(), state.vote()));
        return body;
    }

    private static void record(ObjectNode record, Seen.Vote vote) {
        record.put("timeUnixNano", nanos(vote.at()));
        record.put("eventName", "gen_ai.evaluation.result");
        String target = vote.targets().get(0);
        Optional<ExternalId> external = ExternalId.of(target);
        spanOf(external).ifPresent(span -> record.put("spanId", span));
        external.filter(id -> id.namespace().equals(ExternalId.TRACE)).ifPresent(id -> record.put("traceId", id.id()));
        ArrayNode attributes = record.putArray("attributes");
        attribute(attributes, "gen_ai.evaluation.name", name(vote));
        vote.value().ifPresent(value -> attributes
                .addObject()
                .put("key", "gen_ai.evaluation.score.value")
                .putObject("value")
                .put("doubleValue", value));
        label(vote).ifPresent(label -> attribute(attributes, "gen_ai.evaluation.score.label", label));
        attribute(attributes, "gen_ai.response.id", response(external).orElse(target));
        attribute(attributes, "thumbstream.feedback.id", vote.id());
    }

    private static ObjectNode openInference(List<VoteState> votes) {
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        votes.forEach(state -> annotation(data.addObject(), state.vote()));
        return body;
    }

    private static void annotation(ObjectNode annotation, Seen.Vote vote) {
        String target = vote.targets().get(0);
        Optional<ExternalId> external = ExternalId.of(target);
        spanOf(external).ifPresent(span -> annotation.put("span_id", span));
        annotation.put("name", name(vote));
        annotation.put("annotator_kind", vote.kind().equals("outcome") ? "CODE" : "HUMAN");
        ObjectNode result = annotation.putObject("result");
        label(vote).ifPresent(label -> result.put("label", label));
        vote.value().ifPresent(value -> result.put("score", value));
        annotation.put("identifier", vote.id());
        ObjectNode metadata = annotation.putObject("metadata");
        metadata.put("gen_ai.response.id", response(external).orElse(target));
        metadata.put("created_at", vote.at().toString());
    }

    /** What was judged: the name that it had when it came from a tracing system, else our kind. */
    private static String name(Seen.Vote vote) {
        for (String system : new String[] {"otel:", "openinference:"}) {
            if (vote.source().startsWith(system) && vote.source().length() > system.length()) {
                return vote.source().substring(system.length());
            }
        }
        return vote.kind();
    }

    private static Optional<String> label(Seen.Vote vote) {
        return vote.kind().equals("thumb") && vote.value().isPresent()
                ? Optional.of(vote.value().getAsDouble() > 0 ? "up" : "down")
                : Optional.empty();
    }

    private static Optional<String> spanOf(Optional<ExternalId> external) {
        return external.filter(id -> id.namespace().equals(ExternalId.SPAN)).map(ExternalId::id);
    }

    private static Optional<String> response(Optional<ExternalId> external) {
        return external.filter(id -> id.namespace().equals(ExternalId.RESPONSE)).map(ExternalId::id);
    }

    private static void attribute(ArrayNode attributes, String key, String value) {
        attributes.addObject().put("key", key).putObject("value").put("stringValue", value);
    }

    private static String nanos(Instant time) {
        return time.getEpochSecond() + "%09d".formatted(time.getNano());
    }

    /** How many the caller wants: {@value #USUAL} unless said otherwise, at most {@value #MOST}. */
    static int limit(RoutingContext context) {
        String said = one(context, "limit").orElse(Integer.toString(USUAL));
        if (!said.matches("[1-9][0-9]{0,3}") || Integer.parseInt(said) > MOST) {
            throw bad("limit", "is not a whole number from 1 to " + MOST);
        }
        return Integer.parseInt(said);
    }

    private static Optional<String> one(RoutingContext context, String name) {
        List<String> values = context.queryParam(name);
        if (values.size() > 1) {
            throw bad(name, "is there " + values.size() + " times in the query; send it once");
        }
        return values.stream().findFirst();
    }

    private static ProblemException bad(String field, String what) {
        return Problem.field(field, "'" + field + "' " + what + ".").exception();
    }
}
