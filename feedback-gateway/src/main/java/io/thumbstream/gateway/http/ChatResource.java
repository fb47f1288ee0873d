package io.thumbstream.gateway.http;

import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.answer.AnswerHub;
import io.thumbstream.gateway.answer.PendingAnswers;
import io.thumbstream.gateway.event.PromptEvent;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.input.ChatParser;
import io.thumbstream.gateway.input.ChatRequest;
import io.thumbstream.gateway.input.ReceiptRule;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemKind;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code POST /v1/chat/completions}: a prompt goes to the log, its answers come back from the chunks. */
final class ChatResource {
    private final GatewaySettings settings;
    private final ChatParser parser;
    private final Identities identities;
    private final AnswerHub hub;
    private final Appender log;
    private final ReceiptRule receipts;
    private final Asking asking;
    private final Throttle throttle;
    private final Errors errors;
    private final Clock clock;

    ChatResource(
            GatewaySettings settings,
            ChatParser parser,
            Identities identities,
            AnswerHub hub,
            Appender log,
            ReceiptRule receipts,
            Throttle throttle,
            Errors errors,
            Clock clock) {
        this.settings = settings;
        this.parser = parser;
        this.identities = identities;
        this.hub = hub;
        this.log = log;
        this.receipts = receipts;
        this.asking = new Asking(settings.asking());
        this.throttle = throttle;
        this.errors = errors;
        this.clock = clock;
    }

    void handle(RoutingContext context) {
        ChatRequest request = parser.parse(Headers.body(context));
        if (!hub.hasRoom()) {
            throw Problem.retry(
                            ProblemKind.TOO_MANY_REQUESTS,
                            settings.limits().waiting() + " answers are under way, which is the limit; try again soon"
                                    + " (setting gateway.limits.waiting).",
                            Errors.RETRY_AFTER)
                    .exception();
        }
        throttle.call(context, true);
        Instant now = clock.instant();
        Optional<String> userKey = request.user().map(identities::userKey);
        PromptEvent prompt = new PromptEvent(
                identities.newGroup(userKey),
                request.turns(),
                request.sampling(),
                settings.groupSize(),
                request.displayedCount(),
                userKey,
                settings.propensity(),
                request.logProbs(),
                now);
        PendingAnswers pending = new PendingAnswers(prompt.groupId(), request.displayedCount());
        ChatJson json =
                new ChatJson(settings.modelName(), now, pending, receipt(prompt), asking.about(prompt.groupId()));
        ChatReply reply = new ChatReply(context, errors, hub, request, pending, json);
        reply.await(settings.timeouts().answer());
        log.append(prompt, Headers.ofRecord(context)).onFailure(failure -> reply.refuse(Errors.problem(failure)));
    }

    private Optional<String> receipt(PromptEvent prompt) {
        List<Integer> shown =
                IntStream.range(0, prompt.displayedCount()).boxed().toList();
        return receipts.give(prompt.groupId(), shown, prompt.userKey());
    }
}
