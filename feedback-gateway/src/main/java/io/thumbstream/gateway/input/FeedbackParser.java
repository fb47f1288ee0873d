package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.event.AnswerSpan;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.identity.Receipts;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
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
            "external_id",
            "external_ids",
            "value",
            "scale",
            "text",
            "span",
            "signal",
            "seconds",
            "retracts",
            "user",
            "user_sequence",
            "user_time",
            "created_at",
            "source",
            ReceiptRule.FIELD);
    private static final String KINDS =
            "thumb, rating, pair, ranking, edit, comment, span, retract, implicit or outcome";

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
        return parse(Incoming.of(item), headerId, unsigned);
    }

    /**
     * Reads one item that came in another format, whose fields are named as they were there.
     *
     * @param headerId idempotency key of the request header, when it has one
     * @param unsigned whether the caller needs no receipt
     * @throws ProblemException naming the field that is wrong, or refusing a stranger
     */
    public FeedbackEvent parse(Incoming incoming, Optional<String> headerId, boolean unsigned) {
        Fields fields = new Fields(incoming.item(), incoming.path());
        fields.allowOnly(FIELDS);
        String id = feedbackId(fields, headerId);
        Kind kind = kind(fields);
        Optional<Ranking> ranking = Ranking.read(fields, kind);
        List<String> targets = ranking.map(Ranking::targets).orElseGet(() -> Targets.read(fields, kind));
        String group = Targets.group(fields, targets);
        Optional<String> userKey = fields.optionalText("user", Conversations.MAX_NAME)
                .filter(name -> !name.isBlank())
                .map(identities::userKey);
        OptionalDouble value = values.read(fields, kind);
        Optional<String> text = text(fields, kind).or(() -> ranking.map(Ranking::places));
        Optional<AnswerSpan> span = AnswerSpans.read(fields, kind, maxLength);
        Optional<String> signal = ImplicitSignals.signal(fields, kind);
        Optional<String> retracts = retracts(fields, kind);
        Instant eventTime = times.eventTime(fields);
        if (!identities.mayJudge(group, userKey)) {
            throw stranger(targets.get(0), userKey.isPresent());
        }
        boolean shown = isShown(fields, new ReceiptRule.Claim(kind, targets, userKey), unsigned);
        return new FeedbackEvent(
                id,
                group,
                kind,
                targets,
                value,
                text,
                span,
                signal,
                retracts,
                userKey,
                fields.integer("user_sequence", 0, 0, Long.MAX_VALUE),
                fields.moment("user_time"),
                fields.optionalText("source", Conversations.MAX_NAME).orElse("api"),
                shown || Identities.isOwned(group),
                eventTime);
    }

    /** Whether receipts prove the right to all targets; each target may bring its own. */
    private boolean isShown(Fields fields, ReceiptRule.Claim claim, boolean unsigned) {
        int most = Math.max(Targets.MOST, claim.targets().size());
        return receipts.check(fields.texts(ReceiptRule.FIELD, most, Receipts.MAX_LENGTH), claim, unsigned);
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
        return fields.printable("id", id, Conversations.MAX_NAME);
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

    private Optional<String> text(Fields fields, Kind kind) {
        Optional<String> text = fields.optionalText("text", maxLength);
        Optional<String> needed = missingText(fields, kind);
        if (needed.isPresent() && text.filter(words -> !words.isBlank()).isEmpty()) {
            throw fields.bad("text", needed.get());
        }
        if (needed.isEmpty() && kind != Kind.PAIR && kind != Kind.SPAN && text.isPresent()) {
            throw fields.bad("text", "belongs to edit, comment, pair and span; send a comment as its own feedback");
        }
        return text;
    }

    /** What to say when there is no text; empty where none is needed. */
    private static Optional<String> missingText(Fields fields, Kind kind) {
        return switch (kind) {
            case EDIT -> Optional.of("is missing; send the whole corrected answer");
            case COMMENT -> Optional.of("is missing; send the comment");
            case SPAN ->
                fields.has("value")
                        ? Optional.empty()
                        : Optional.of("is missing, and so is 'value'; judge the part up or down, or send a comment");
            default -> Optional.empty();
        };
    }

    private static Optional<String> retracts(Fields fields, Kind kind) {
        Optional<String> id = fields.optionalText("retracts", Conversations.MAX_NAME)
                .map(name -> fields.printable("retracts", name, Conversations.MAX_NAME));
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
