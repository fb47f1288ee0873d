package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import io.thumbstream.gateway.view.VoteLife;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** {@code GET} and {@code DELETE /v1/feedback/{id}}. */
final class FeedbackById {
    private static final String USER = "Thumbstream-User";
    private static final String RECEIPT = "Thumbstream-Receipt";
    private static final String TARGET = "rollout_id";
    private static final String ASK = "thumbstream lineage --rebuild --vote ID";

    private final FeedbackResource feedback;
    private final Identities identities;
    private final Function<String, Optional<VoteLife>> lives;

    /**
     * Withdraws through {@code feedback}.
     *
     * @param lives tells what became of one of the newest votes, by its id
     */
    FeedbackById(FeedbackResource feedback, Identities identities, Function<String, Optional<VoteLife>> lives) {
        this.feedback = feedback;
        this.identities = identities;
        this.lives = lives;
    }

    /** How far the feedback has come, as the topics told this gateway. */
    void get(RoutingContext context) {
        String id = id(context);
        VoteLife life = lives.apply(id).orElseThrow(() -> Problem.of(
                        ProblemKind.UNKNOWN_FEEDBACK,
                        "This gateway knows no feedback with this id; it remembers the newest 20000 that it stored or saw"
                                + " on their topic. `" + ASK + "` knows all.")
                .exception());
        ObjectNode body = Json.object();
        body.put("id", id);
        body.put("status", word(life.stage()));
        body.put("kind", life.state().vote().kind());
        ArrayNode targets = body.putArray("rollout_ids");
        life.state().vote().targets().forEach(targets::add);
        body.put("accepted_at", life.state().vote().at().toString());
        if (life.stage() == VoteLife.Stage.REFUSED) {
            life.refusal().ifPresent(reason -> body.put("refusal", reason));
        }
        life.withdrawal()
                .ifPresent(asked ->
                        body.putObject("withdrawal").put("id", asked.id()).put("status", word(asked.stage())));
        ObjectNode versions = body.putObject("versions");
        version(versions, "reward_model", life.rewardVersion());
        version(versions, "policy", life.policyVersion());
        if (life.rewardVersion().isEmpty() || life.policyVersion().isEmpty()) {
            body.put("ask", ASK);
        }
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(Json.write(body));
    }

    private static void version(ObjectNode versions, String role, OptionalLong version) {
        if (version.isPresent()) {
            versions.put(role, version.getAsLong());
        } else {
            versions.putNull(role);
        }
    }

    private static String word(VoteLife.Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Withdraws feedback: the same as to post a retraction, under an id that follows from the withdrawn one, the answer and the person,
     * so that to repeat it changes nothing.
     */
    void delete(RoutingContext context) {
        String id = id(context);
        ObjectNode item = Json.object();
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
        Optional<String> user = Headers.once(context, USER).map(name -> Headers.decoded(USER, name));
        user.ifPresent(name -> item.put("user", name));
        Optional<String> userKey = user.filter(name -> !name.isBlank()).map(identities::userKey);
        item.put("id", Identities.withdrawalOf(id, targets.get(0), userKey));
        Headers.once(context, RECEIPT).ifPresent(receipt -> item.put("receipt", receipt));
        feedback.take(context, item, Optional.empty());
    }

    private static String id(RoutingContext context) {
        return Optional.ofNullable(context.pathParam("id")).orElseThrow();
    }

    private static ProblemException bad(String field, String what) {
        return Problem.field(field, "'" + field + "' " + what + ".").exception();
    }
}
