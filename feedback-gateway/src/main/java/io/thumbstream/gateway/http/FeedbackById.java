package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import io.thumbstream.gateway.view.VoteState;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code GET} and {@code DELETE /v1/feedback/{id}}. */
final class FeedbackById {
    private static final String USER = "Thumbstream-User";
    private static final String RECEIPT = "Thumbstream-Receipt";
    private static final String TARGET = "rollout_id";
    private static final String UNREADABLE = "\uFFFD";

    private final FeedbackResource feedback;
    private final Function<String, Optional<VoteState>> votes;

    /**
     * Withdraws through {@code feedback}.
     *
     * @param votes finds one of the newest votes by its id
     */
    FeedbackById(FeedbackResource feedback, Function<String, Optional<VoteState>> votes) {
        this.feedback = feedback;
        this.votes = votes;
    }

    /** How far the feedback has come, as the topics told this gateway. */
    void get(RoutingContext context) {
        String id = id(context);
        VoteState state = votes.apply(id).orElseThrow(() -> Problem.of(
                        ProblemKind.UNKNOWN_FEEDBACK,
                        "This gateway knows no feedback with this id; it remembers the newest 20000, as soon as it has"
                                + " seen them on their topic.")
                .exception());
        ObjectNode body = Json.object();
        body.put("id", id);
        body.put("status", state.counted() ? "counted" : "accepted");
        body.put("kind", state.vote().kind());
        ArrayNode targets = body.putArray("rollout_ids");
        state.vote().targets().forEach(targets::add);
        body.put("accepted_at", state.vote().at().toString());
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(Json.write(body));
    }

    /**
     * Withdraws feedback: the same as to post a retraction, under an id that follows from the withdrawn one, so that to repeat
     * it changes nothing.
     */
    void delete(RoutingContext context) {
        String id = id(context);
        ObjectNode item = Json.object();
        item.put("id", Identities.withdrawalOf(id));
        item.put("kind", "retract");
        item.put("retracts", id);
        List<String> targets = context.queryParam(TARGET);
        if (targets.size() != 1) {
            throw bad(
                    TARGET,
                    "is there " + targets.size()
                            + " times in the query; name the answer that the feedback was about, once");
        }
        item.put(TARGET, targets.get(0));
        Headers.once(context, USER).ifPresent(user -> item.put("user", decoded(user)));
        Headers.once(context, RECEIPT).ifPresent(receipt -> item.put("receipt", receipt));
        feedback.take(context, item, Optional.empty());
    }

    private static String id(RoutingContext context) {
        return Optional.ofNullable(context.pathParam("id")).orElseThrow();
    }

    private static String decoded(String value) {
        try {
            String text = URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (!text.contains(UNREADABLE) && value.chars().allMatch(character -> character < 128)) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // answered below, together with bytes that are no UTF-8
        }
        throw bad(USER, "is not percent-encoded UTF-8; encode the name as in the path of an address");
    }

    private static ProblemException bad(String field, String what) {
        return Problem.field(field, "'" + field + "' " + what + ".").exception();
    }
}
