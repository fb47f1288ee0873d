package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.identity.ExternalId;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.schemas.RolloutIds;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A judgement on one answer as tracing systems tell it.
 *
 * @param system format it came in, {@code otel} or {@code openinference}
 * @param name what was judged, for example {@code user_feedback} or {@code Relevance}
 * @param score number of the judgement
 * @param label word of the judgement
 * @param explanation words about it
 * @param human whether a person judged, as far as it is said
 * @param target field that names the answer
 * @param user name of the person, or of who judged in a person's place
 * @param receipt signed right to judge
 * @param time when it was judged; empty when it is not said
 */
record Evaluation(
        String system,
        String name,
        OptionalDouble score,
        Optional<String> label,
        Optional<String> explanation,
        boolean human,
        ObjectNode target,
        Optional<String> user,
        Optional<String> receipt,
        Optional<Instant> time) {

    /** Attribute with the id of the answer. */
    static final String RESPONSE = "gen_ai.response.id";
    /** Attribute with the name of the person. */
    static final String USER = "user.id";
    /** Attribute with the receipt that came with the answer. */
    static final String RECEIPT = "thumbstream.receipt";

    /**
     * The field that names the answer: by its response id, which is a rollout id where the answer is ours, else by the span that
     * it was given in, else by the trace.
     *
     * @throws ProblemException when nothing names it
     */
    static ObjectNode target(Optional<String> response, Optional<String> span, Optional<String> trace) {
        ObjectNode target = Json.object();
        if (response.isPresent() && RolloutIds.groupOf(response.get()).isPresent()) {
            return target.put("rollout_id", response.get());
        }
        ObjectNode external = target.putObject("external_id");
        if (response.isPresent()) {
            external.put("namespace", ExternalId.RESPONSE).put("id", response.get());
        } else if (span.isPresent()) {
            external.put("namespace", ExternalId.SPAN).put("id", span.get());
        } else {
            external.put("namespace", ExternalId.TRACE).put("id", trace.orElseThrow(Evaluation::nameless));
        }
        return target;
    }

    private static ProblemException nameless() {
        return Problem.field(
                        RESPONSE,
                        "'" + RESPONSE + "' is missing, and neither a span nor a trace is named; say which answer was"
                                + " judged.")
                .exception();
    }
}
