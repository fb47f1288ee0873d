package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import io.thumbstream.gateway.identity.ExternalId;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemKind;
import io.thumbstream.schemas.RolloutIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads which answers feedback is about, named by us or by the system that gave them. */
final class Targets {
    static final int MOST = 2;
    private static final List<String> NAMES = List.of("rollout_id", "rollout_ids", "external_id", "external_ids");
    private static final Set<String> EXTERNAL = Set.of("namespace", "id", "group");

    private Targets() {}

    /**
     * Rollout ids of the answers, in the order they are named.
     *
     * @throws io.thumbstream.gateway.problem.ProblemException when they are not as many as the kind needs
     */
    static List<String> read(Fields fields, Kind kind) {
        int wanted = kind == Kind.PAIR ? MOST : 1;
        String field = field(fields, wanted == 1 ? "rollout_id" : "rollout_ids");
        List<String> targets =
                switch (field) {
                    case "rollout_id" -> List.of(fields.text(field, Conversations.MAX_NAME));
                    case "rollout_ids" -> fields.texts(field, MOST, Conversations.MAX_NAME);
                    case "external_id" ->
                        List.of(external(new Fields(fields.node(field), fields.path(field)))
                                .rolloutId());
                    default -> externals(fields, field);
                };
        checkCount(fields, field, kind, targets, wanted);
        return targets;
    }

    /** The field that names answers; {@code usual} when none does. */
    static String field(Fields fields, String usual) {
        List<String> there = NAMES.stream().filter(fields::has).toList();
        if (there.size() > 1) {
            throw fields.bad(there.get(1), "and '" + there.get(0) + "' are both there; send one of them");
        }
        return there.isEmpty() ? usual : there.get(0);
    }

    /** The group of all targets; refuses malformed ids and answers to different prompts. */
    static String group(Fields fields, List<String> targets) {
        String first = groupOf(fields, targets.get(0));
        for (String target : targets) {
            String other = groupOf(fields, target);
            if (!other.equals(first)) {
                throw fields.bad(
                        fields.has("external_ids") ? "external_ids" : "rollout_ids",
                        "are answers to different prompts (" + first + " and " + other
                                + "); compare answers to the same prompt"
                                + (fields.has("external_ids") ? ", and name it in the 'group' of both" : ""));
            }
        }
        return first;
    }

    /** One answer by the name that another system gave it. */
    static ExternalId external(Fields external) {
        external.allowOnly(EXTERNAL);
        String namespace = external.text("namespace", Conversations.MAX_NAME);
        if (!ExternalId.isNamespace(namespace)) {
            throw external.bad(
                    "namespace",
                    "is '" + namespace + "'; it must be 1 to 20 of a-z, 0-9 and '_', for example 'openai' or 'span'");
        }
        Optional<String> group = external.has("group")
                ? Optional.of(external.printable("group", Conversations.MAX_NAME))
                : Optional.empty();
        return new ExternalId(namespace, external.printable("id", Conversations.MAX_NAME), group);
    }

    private static List<String> externals(Fields fields, String field) {
        List<String> targets = new ArrayList<>();
        List<JsonNode> named = fields.list(field, MOST);
        for (int i = 0; i < named.size(); i++) {
            targets.add(external(new Fields(named.get(i), fields.path(field) + "[" + i + "]"))
                    .rolloutId());
        }
        return targets;
    }

    private static void checkCount(Fields fields, String field, Kind kind, List<String> targets, int wanted) {
        String stem = field.startsWith("external") ? "external_id" : "rollout_id";
        if (targets.size() != wanted) {
            String word = kind.name().toLowerCase(Locale.ROOT);
            throw fields.bad(
                    field,
                    "names " + targets.size() + " answers; '" + word + "' is about " + wanted + " (put "
                            + (wanted == 1 ? "one id in '" + stem + "'" : "two ids in '" + stem + "s'") + ")");
        }
        if (wanted == MOST && targets.get(0).equals(targets.get(1))) {
            throw fields.bad(field, "names the same answer twice; a pair needs two different ones");
        }
    }

    private static String groupOf(Fields fields, String rolloutId) {
        return RolloutIds.groupOf(rolloutId).orElseThrow(() -> new Problem(
                        ProblemKind.MALFORMED_ROLLOUT_ID,
                        "'" + rolloutId + "' is not a rollout id; take it from the 'id' of the answer, for"
                                + " example 'q3vJ0b5s9Y2mXcT1aKd8Zw.0', or name an answer of another system in"
                                + " 'external_id'.",
                        Optional.of(fields.path(fields.has("rollout_id") ? "rollout_id" : "rollout_ids")),
                        Optional.empty())
                .exception());
    }
}
