package io.thumbstream.lab.drive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.users.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Bodies of the calls to the gateway, and what is read from its answers. */
final class Requests {
    /**
     * One displayed answer as the gateway names it.
     *
     * @param asked whether people are asked about it
     * @param receipt what feedback on it shows
     * @param compareWhenAsked whether it is compared with another one only when a question names both
     */
    record Shown(
            String rolloutId,
            String text,
            long policyVersion,
            boolean asked,
            Optional<String> receipt,
            boolean compareWhenAsked) {
        /** An answer that is compared of people's own accord. */
        Shown(String rolloutId, String text, long policyVersion, boolean asked, Optional<String> receipt) {
            this(rolloutId, text, policyVersion, asked, receipt, false);
        }
    }

    private static final String SOURCE = "simulator";
    private static final String WHEN_ASKED = "when-asked";

    private final ObjectMapper json = new ObjectMapper();

    ObjectNode question(String model, String user, String text, int answers) {
        ObjectNode body = json.createObjectNode();
        body.put("model", model);
        body.put("user", user);
        if (answers > 1) {
            body.put("n", answers);
        }
        ObjectNode message = body.putArray("messages").addObject();
        message.put("role", "user");
        message.put("content", text);
        return body;
    }

    /** Returns the displayed answers of a completion; empty when the body is none. */
    List<Shown> answers(JsonNode completion) {
        List<Shown> answers = new ArrayList<>();
        Optional<String> receipt = Optional.ofNullable(
                completion.path("thumbstream").path("receipt").textValue());
        for (JsonNode choice : completion.path("choices")) {
            JsonNode ours = choice.path("thumbstream");
            JsonNode shared = completion.path("thumbstream");
            String id = ours.path("rollout_id").asText(completion.path("id").asText());
            long version = ours.path("policy_version")
                    .asLong(shared.path("policy_version").asLong(-1));
            boolean asked = ours.path("ask").asBoolean(true);
            boolean later = ours.path("compare").asText().equals(WHEN_ASKED);
            String text = choice.path("message").path("content").asText();
            answers.add(new Shown(id, text, version, asked, receipt, later));
        }
        return answers;
    }

    ObjectNode feedback(
            Action action, String id, Optional<String> retracts, List<Shown> shown, String user, long sequence) {
        ObjectNode body = json.createObjectNode();
        body.put("id", id);
        body.put("kind", action.kind().name().toLowerCase(Locale.ROOT));
        body.put("user", user);
        body.put("user_sequence", sequence);
        body.put("source", SOURCE);
        shown.get(0).receipt().ifPresent(receipt -> body.put("receipt", receipt));
        if (action.kind() == Action.Kind.PAIR) {
            ArrayNode ids = body.putArray("rollout_ids");
            shown.forEach(answer -> ids.add(answer.rolloutId()));
        } else {
            body.put("rollout_id", shown.get(0).rolloutId());
        }
        switch (action.kind()) {
            case THUMB, PAIR, RATING -> body.put("value", action.value());
            case EDIT -> body.put("text", action.text());
            case RETRACT -> retracts.ifPresent(key -> body.put("retracts", key));
        }
        return body;
    }
}
