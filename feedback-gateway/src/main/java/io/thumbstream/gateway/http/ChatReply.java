package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.answer.AnswerHub;
import io.thumbstream.gateway.answer.AnswerListener;
import io.thumbstream.gateway.answer.PendingAnswers;
import io.thumbstream.gateway.input.ChatRequest;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemKind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.BitSet;

/**
 * The reply to one chat request, whole or as a stream of server-sent events.
 *
 * <p>A stream's head is written with its first piece, so that a prompt that is refused, or never answered, still gets a
 * proper status. A caller who goes away frees the place at once; the answer itself is made all the same, because the
 * learner can use it. Confined to the event loop.
 */
final class ChatReply implements AnswerListener {
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final RoutingContext context;
    private final HttpServerResponse response;
    private final Errors errors;
    private final AnswerHub hub;
    private final ChatRequest request;
    private final PendingAnswers pending;
    private final ChatJson json;
    private final BitSet opened = new BitSet();
    private long timer;
    private boolean done;

    ChatReply(
            RoutingContext context,
            Errors errors,
            AnswerHub hub,
            ChatRequest request,
            PendingAnswers pending,
            ChatJson json) {
        this.vertx = context.vertx();
        this.context = context;
        this.response = context.response();
        this.errors = errors;
        this.hub = hub;
        this.request = request;
        this.pending = pending;
        this.json = json;
    }

    /** Waits for the answers, no longer than {@code timeout}. */
    void await(Duration timeout) {
        hub.await(pending, this);
        timer = vertx.setTimer(
                timeout.toMillis(),
                id -> refuse(Problem.retry(
                        ProblemKind.ANSWER_TIMEOUT,
                        "The model did not answer within " + timeout.toSeconds()
                                + " s; look at the generator's /ready, then try again (setting gateway.timeouts.answer).",
                        AGAIN)));
        response.closeHandler(closed -> finish());
    }

    @Override
    public void grew(int index, String text, long policyVersion) {
        if (!request.stream() || done) {
            return;
        }
        if (!opened.get(index)) {
            opened.set(index);
            openStream();
            write(json.opening(index));
        }
        if (!text.isEmpty()) {
            write(json.delta(index, text));
        }
        if (pending.answers().get(index).complete()) {
            write(json.closing(index));
        }
    }

    @Override
    public void completed() {
        if (done) {
            return;
        }
        finish();
        if (!request.stream()) {
            response.putHeader("Content-Type", "application/json").end(Json.write(json.completion()));
            return;
        }
        if (request.includeUsage()) {
            write(json.usageChunk());
        }
        response.end("data: [DONE]\n\n");
    }

    @Override
    public void failed(String error) {
        refuse(Problem.of(ProblemKind.GENERATION_FAILED, "The model could not answer: " + error));
    }

    /** Ends the reply with a problem, inside the stream when its head is out already. */
    void refuse(Problem problem) {
        if (done) {
            return;
        }
        finish();
        if (response.headWritten()) {
            write(Errors.openAi(problem));
            response.end("data: [DONE]\n\n");
        } else {
            errors.send(context, problem);
        }
    }

    private void finish() {
        done = true;
        vertx.cancelTimer(timer);
        hub.close(pending.groupId());
    }

    private void openStream() {
        if (!response.headWritten()) {
            Sse.open(response);
        }
    }

    private void write(ObjectNode chunk) {
        Sse.write(response, chunk);
    }
}
