package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.access.Scope;
import io.thumbstream.gateway.event.EventLog;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.input.FeedbackParser;
import io.thumbstream.gateway.input.Incoming;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The one way of feedback into the log, whatever format it came in.
 *
 * <p>An id that was used for other feedback is refused as far as the gateway knows: it remembers the newest votes that it
 * has let pass or read from their topic. What it cannot know is settled behind it, where the first one counts.
 */
final class FeedbackIntake {
    private static final String ACCEPTED = "accepted";

    private final FeedbackParser parser;
    private final Throttle throttle;
    private final Appender log;
    private final GatewayMeters meters;
    private final Claims claims;

    /**
     * Feedback that was read and may be stored.
     *
     * @param headers headers of its record besides those of the request; they win
     */
    record Vote(FeedbackEvent event, Map<String, String> headers) {
        Vote {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * An intake into a log.
     *
     * @param claims what ids were used for
     */
    FeedbackIntake(FeedbackParser parser, Throttle throttle, Appender log, GatewayMeters meters, Claims claims) {
        this.parser = parser;
        this.throttle = throttle;
        this.log = log;
        this.meters = meters;
        this.claims = claims;
    }

    /**
     * Reads one piece of feedback and lets it pass.
     *
     * @param single whether it is all of the request
     * @param headerId idempotency key of the request header, when it has one
     * @throws ProblemException when it is refused; the refusal is counted
     */
    FeedbackEvent read(RoutingContext context, boolean single, Incoming incoming, Optional<String> headerId) {
        return pass(context, single, incoming, headerId, event -> false).orElseThrow();
    }

    /**
     * Reads one piece of feedback and lets it pass, unless brokers have it already.
     *
     * <p>For senders that repeat all of a request when limits refused some of it: what is stored takes nothing from the limits the second time,
     * so that repeating ends.
     *
     * @return empty when the same feedback was acknowledged before and is no dead letter; there is nothing to do then
     * @throws ProblemException when it is refused; the refusal is counted
     */
    Optional<FeedbackEvent> readUnlessStored(RoutingContext context, Incoming incoming) {
        return pass(context, false, incoming, Optional.empty(), event -> claims.isDone(event.feedbackId()));
    }

    private Optional<FeedbackEvent> pass(
            RoutingContext context,
            boolean single,
            Incoming incoming,
            Optional<String> headerId,
            Predicate<FeedbackEvent> isDone) {
        try {
            boolean unsigned = Guard.caller(context).may(Scope.FEEDBACK_UNSIGNED);
            FeedbackEvent event = parser.parse(incoming, headerId, unsigned);
            String content = event.content().fingerprint();
            refuseOtherUse(event.feedbackId(), content);
            if (isDone.test(event)) {
                return Optional.empty();
            }
            throttle.feedback(context, single, event);
            claims.claim(event, content);
            return Optional.of(event);
        } catch (ProblemException refused) {
            meters.feedback(kindOf(incoming.item()), refused.problem().kind().slug());
            throw refused;
        }
    }

    /**
     * Stores what was read.
     *
     * @param headers headers of the record besides those of the request; they win
     * @return completes when the brokers acknowledged it
     */
    Future<Void> store(RoutingContext context, FeedbackEvent event, Map<String, String> headers) {
        return log.append(event, joined(Headers.ofRecord(context), headers))
                .onSuccess(done -> settle(event, Optional.empty()))
                .onFailure(failure -> settle(event, Optional.of(failure)));
    }

    /** Gives free what was let pass and will not be stored, because the rest of its record was refused. */
    void drop(FeedbackEvent event) {
        claims.unused(event.feedbackId());
    }

    /**
     * Stores all that was read of one request.
     *
     * @return why each failed, in their order, empty for those that the brokers acknowledged
     */
    Future<List<Optional<Throwable>>> storeAll(RoutingContext context, List<Vote> read) {
        Map<String, String> ofRequest = Headers.ofRecord(context);
        List<EventLog.Entry> entries = read.stream()
                .map(vote -> new EventLog.Entry(vote.event(), joined(ofRequest, vote.headers())))
                .toList();
        return log.appendAll(entries).onSuccess(outcomes -> {
            for (int i = 0; i < outcomes.size(); i++) {
                settle(read.get(i).event(), outcomes.get(i));
            }
        });
    }

    /** Notes what became of an event before its sender hears it. */
    private void settle(FeedbackEvent event, Optional<Throwable> failure) {
        String outcome =
                failure.map(cause -> Errors.problem(cause).kind().slug()).orElse(ACCEPTED);
        meters.feedback(word(event.kind()), outcome);
        if (failure.isEmpty()) {
            claims.stored(event);
        } else if (!Errors.mayBeStored(failure.get())) {
            claims.unused(event.feedbackId());
        }
    }

    private static Map<String, String> joined(Map<String, String> ofRequest, Map<String, String> own) {
        if (own.isEmpty()) {
            return ofRequest;
        }
        Map<String, String> all = new HashMap<>(ofRequest);
        all.putAll(own);
        return all;
    }

    /** Counts feedback that was refused before it could be put into our words. */
    void refused(Problem problem) {
        meters.feedback("unknown", problem.kind().slug());
    }

    private void refuseOtherUse(String id, String content) {
        if (claims.isOtherUse(id, content)) {
            throw new Problem(
                            ProblemKind.ID_REUSED,
                            "The id was used for other feedback already. Nothing was stored; give every piece of"
                                    + " feedback an id of its own, and repeat one only with the same content.",
                            Optional.of("id"),
                            Optional.empty())
                    .exception();
        }
    }

    /** Kind for the metric: what is unknown is counted under one name, so that callers cannot invent labels. */
    private static String kindOf(JsonNode item) {
        String said = item.path("kind").asText();
        for (FeedbackEvent.Kind kind : FeedbackEvent.Kind.values()) {
            if (word(kind).equals(said)) {
                return said;
            }
        }
        return "unknown";
    }

    private static String word(FeedbackEvent.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
