package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.event.ExchangeEvent;
import io.thumbstream.gateway.event.Turn;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.schemas.RolloutIds;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Reads exchanges that somebody else's model produced.
 *
 * <p>The group is derived from the caller's {@code group}, or from the conversation when there is none; the position in
 * it is the caller's {@code index}, or derived from {@code id}, or from the answer when there is neither. An
 * {@code external_id} gives both. So the same exchange always has the same rollout id.
 */
public final class ExchangeParser {
    private static final Set<String> FIELDS = Set.of(
            "group", "id", "external_id", "index", "messages", "response", "model", "source", "user", "created_at");

    private final Identities identities;
    private final Conversations conversations;
    private final Times times;
    private final int maxLength;

    /** A parser with the limits of the gateway. */
    public ExchangeParser(GatewaySettings settings, Identities identities, Clock clock) {
        this.identities = identities;
        this.conversations = new Conversations(settings.limits().textLength());
        this.times = new Times(clock, settings.timeouts().clockSkew());
        this.maxLength = settings.limits().textLength();
    }

    /**
     * Reads one exchange.
     *
     * @throws io.thumbstream.gateway.problem.ProblemException naming the field that is wrong
     */
    public ExchangeEvent parse(JsonNode item) {
        Fields fields = new Fields(item, "");
        fields.allowOnly(FIELDS);
        List<Turn> turns = conversations.read(fields);
        String response = fields.text("response", maxLength);
        String rolloutId = fields.has("external_id") ? named(fields) : derived(fields, turns, response);
        return new ExchangeEvent(
                RolloutIds.groupOf(rolloutId).orElseThrow(),
                RolloutIds.indexOf(rolloutId).orElseThrow(),
                turns,
                response,
                fields.optionalText("model", Conversations.MAX_NAME).orElse("external"),
                fields.optionalText("source", Conversations.MAX_NAME).orElse("api"),
                fields.optionalText("user", Conversations.MAX_NAME)
                        .filter(name -> !name.isBlank())
                        .map(identities::userKey),
                times.eventTime(fields));
    }

    private static String named(Fields fields) {
        for (String other : List.of("group", "id", "index")) {
            if (fields.has(other)) {
                throw fields.bad(
                        other, "and 'external_id' are both there; put what names the answer into 'external_id'");
            }
        }
        return Targets.external(new Fields(fields.node("external_id"), fields.path("external_id")))
                .rolloutId();
    }

    /** Ids are told in the clear and stay after an erasure, so what follows from words follows under the secret. */
    private String derived(Fields fields, List<Turn> turns, String response) {
        String group = fields.optionalText("group", maxLength).orElseGet(() -> identities.nameOf(canonical(turns)));
        String id = fields.optionalText("id", Conversations.MAX_NAME).orElseGet(() -> identities.nameOf(response));
        int index = fields.has("index")
                ? (int) fields.integer("index", 0, 0, Identities.MAX_INDEX)
                : Identities.externalIndex(id);
        return RolloutIds.of(Identities.externalGroup(group), index);
    }

    private static String canonical(List<Turn> turns) {
        StringBuilder text = new StringBuilder();
        turns.forEach(turn ->
                text.append(turn.role()).append('\u0000').append(turn.content()).append('\u0000'));
        return text.toString();
    }
}
