package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.identity.Receipts;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import io.thumbstream.schemas.RolloutIds;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads one piece of feedback and checks that the person may give it. */
public final class FeedbackParser {
    private static final Set<String> FIELDS = Set.of(
            "id",
            "kind",
            "rollout_id",
            "rollout_ids",
            "value",
            "scale",
            "text",
            "retracts",
            "user",
            "user_sequence",
            "user_time",
            "created_at",
            "source",
            ReceiptRule.FIELD);
    private static final int MAX_TARGETS = 2;
    private static final String KINDS = "thumb, rating, pair, edit, comment or retract";

    private final Identities identities;
    private final Times times;
    private final FeedbackValues values;
    private final ReceiptRule receipts;
    private final int maxLength;

    /** A parser with the limits of the gateway. */
    public FeedbackParser(GatewaySettings settings, Identities identities, Clock clock) {
        this.identities = identities;
        this.times = new Times(clock, settings.timeouts().clockSkew());
        this.values = new FeedbackValues();
        this.receipts = new ReceiptRule(settings.receipts(), identities.receipts(), clock);
        this.maxLength = settings.limits().textLength();
    }

    /**
     * Reads one item.
     *
     * @param headerId idempotency key of the request header, when it has one
     * @param unsigned whether the caller needs no receipt
     * @throws ProblemException naming the field that is wrong, or refusing a stranger
     */
    public FeedbackEvent parse(JsonNode item, Optional<String> headerId, boolean unsigned) {
        Fields fields = new Fields(item, "");
        fields.allowOnly(FIELDS);
        String id = feedbackId(fields, headerId);
        Kind kind = kind(fields);
        List<String> targets = targets(fields, kind);
        String group = group(fields, targets);
        Optional<String> userKey = fields.optionalText("user", Conversations.MAX_NAME)
                .filter(name -> !name.isBlank())
                .map(identities::userKey);
        OptionalDouble value = values.read(fields, kind);
        Optional<String> text = text(fields, kind);
        Optional<String> retracts = retracts(fields, kind);
        Instant eventTime = times.eventTime(fields);
        if (!identities.mayJudge(group, userKey)) {
            throw stranger(targets.get(0), userKey.isPresent());
        }
        List<String> tokens = fields.texts(ReceiptRule.FIELD, MAX_TARGETS, Receipts.MAX_LENGTH);
        boolean shown = receipts.check(tokens, new ReceiptRule.Claim(kind, targets, userKey), unsigned);
        return new FeedbackEvent(
                id,
                group,
                kind,
                targets,
                value,
                text,
                retracts,
                userKey,
                fields.integer("user_sequence", 0, 0, Long.MAX_VALUE),
                fields.moment("user_time"),
                fields.optionalText("source", Conversations.MAX_NAME).orElse("api"),
                shown || Identities.isOwned(group),
                eventTime);
    }

    private static String feedbackId(Fields fields, Optional<String> headerId) {
        Optional<String> bodyId = fields.optionalText("id", Conversations.MAX_NAME);
        if (bodyId.isPresent() && headerId.isPresent() && !bodyId.equals(headerId)) {
            throw fields.bad("id", "and the header Idempotency-Key differ; send one of them, or the same twice");
        }
        String id = bodyId.or(() -> headerId)
                .orElseThrow(() -> fields.bad(
                        "id",
                        "is missing; give every piece of feedback an id of your own (or the header Idempotency-Key), so"
                                + " that sending it twice counts once"));
        return printable(fields, "id", id);
    }

    private static String printable(Fields fields, String name, String id) {
        if (id.isBlank()
                || id.length() > Conversations.MAX_NAME
                || id.codePoints().anyMatch(FeedbackParser::isUnseen)) {
            throw fields.bad(name, "must be 1 to " + Conversations.MAX_NAME + " printable characters");
        }
        return id;
    }

    /** Controls, marks of direction and other characters by which two ids that look the same would differ. */
    private static boolean isUnseen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static Kind kind(Fields fields) {
        String name = fields.text("kind", Conversations.MAX_NAME);
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw fields.bad("kind", "is '" + name + "'; it must be " + KINDS);
    }

    private static List<String> targets(Fields fields, Kind kind) {
        int wanted = kind == Kind.PAIR ? 2 : 1;
        if (fields.has("rollout_id") && fields.has("rollout_ids")) {
            throw fields.bad("rollout_ids", "and 'rollout_id' are both there; send one of them");
        }
        String field =
                fields.has("rollout_id") || wanted == 1 && !fields.has("rollout_ids") ? "rollout_id" : "rollout_ids";
        List<String> targets = field.equals("rollout_id")
                ? List.of(fields.text(field, Conversations.MAX_NAME))
                : fields.texts(field, MAX_TARGETS, Conversations.MAX_NAME);
        if (targets.size() != wanted) {
            String word = kind.name().toLowerCase(Locale.ROOT);
            throw fields.bad(
                    field,
                    "names " + targets.size() + " answers; '" + word + "' is about " + wanted + " (put "
                            + (wanted == 1 ? "one id in 'rollout_id'" : "two ids in 'rollout_ids'") + ")");
        }
        if (wanted == 2 && targets.get(0).equals(targets.get(1))) {
            throw fields.bad(field, "names the same answer twice; a pair needs two different ones");
        }
        return targets;
    }

    private static String group(Fields fields, List<String> targets) {
        String first = groupOf(fields, targets.get(0));
        for (String target : targets) {
            String other = groupOf(fields, target);
            if (!other.equals(first)) {
                throw fields.bad(
                        "rollout_ids",
                        "are answers to different prompts (" + first + " and " + other
                                + "); compare answers to the same prompt");
            }
        }
        return first;
    }

    private static String groupOf(Fields fields, String rolloutId) {
        return RolloutIds.groupOf(rolloutId).orElseThrow(() -> new Problem(
                        ProblemKind.MALFORMED_ROLLOUT_ID,
                        "'" + rolloutId + "' is not a rollout id; take it from the 'id' of the answer, for"
                                + " example 'q3vJ0b5s9Y2mXcT1aKd8Zw.0'.",
                        Optional.of(fields.has("rollout_id") ? "rollout_id" : "rollout_ids"),
                        Optional.empty())
                .exception());
    }

    private Optional<String> text(Fields fields, Kind kind) {
        Optional<String> text = fields.optionalText("text", maxLength);
        boolean needed = kind == Kind.EDIT || kind == Kind.COMMENT;
        if (needed && text.filter(words -> !words.isBlank()).isEmpty()) {
            throw fields.bad(
                    "text",
                    kind == Kind.EDIT ? "is missing; send the whole corrected answer" : "is missing; send the comment");
        }
        if (!needed && kind != Kind.PAIR && text.isPresent()) {
            throw fields.bad("text", "belongs to edit, comment and pair; send a comment as its own feedback");
        }
        return text;
    }

    private static Optional<String> retracts(Fields fields, Kind kind) {
        Optional<String> id = fields.optionalText("retracts", Conversations.MAX_NAME)
                .map(name -> printable(fields, "retracts", name));
        if (kind == Kind.RETRACT && id.isEmpty()) {
            throw fields.bad("retracts", "is missing; name the id of the feedback that is withdrawn");
        }
        if (kind != Kind.RETRACT && id.isPresent()) {
            throw fields.bad("retracts", "belongs to kind 'retract' only");
        }
        return id;
    }

    private static ProblemException stranger(String rolloutId, boolean named) {
        String why =
                named ? "was made for another user" : "was made for a user, and this feedback names none in 'user'";
        return new Problem(
                        ProblemKind.NOT_YOUR_ANSWER,
                        "The answer '" + rolloutId + "' " + why
                                + "; send the same 'user' as in the request that was answered.",
                        Optional.of("user"),
                        Optional.empty())
                .exception();
    }
}
