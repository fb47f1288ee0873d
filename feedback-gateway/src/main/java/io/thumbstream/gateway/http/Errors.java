package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.event.LogUnavailableException;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every failure: in the shape of OpenAI on its paths, as RFC 9457 problem document elsewhere. */
final class Errors {
    static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
    private static final int BODY_TOO_LARGE = 413;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int BAD_REQUEST = 400;

    private static final String PARSED = "parsed";

    private final int bodyLimit;

    Errors(int bodyLimit) {
        this.bodyLimit = bodyLimit;
    }

    /** A handler whose refusals are answered at once, because they are no failures of the server. */
    Handler<RoutingContext> answering(Handler<RoutingContext> handler) {
        return context -> {
            try {
                handler.handle(context);
            } catch (ProblemException refused) {
                send(context, refused.problem());
            }
        };
    }

    /** Notes that all of the request is here and was well-formed; what fails from now on is not its form. */
    static void parsed(RoutingContext context) {
        context.put(PARSED, true);
        context.next();
    }

    /** Failure handler of the whole router. */
    void handle(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure != null) {
            send(context, problem(failure));
        } else {
            send(context, byStatus(context));
        }
    }

    /**
     * Answers a request whose address or body broke the rules of HTTP, which is no failure of the server: escapes and sizes of
     * chunks that are none fail as bad arguments before there is a body.
     */
    void unreadable(RoutingContext context) {
        boolean parsed = context.get(PARSED) != null;
        boolean other = context.failure() != null && !(context.failure() instanceof IllegalArgumentException);
        if (parsed || other || context.statusCode() == BODY_TOO_LARGE) {
            handle(context);
        } else {
            send(
                    context,
                    Problem.of(
                            ProblemKind.INVALID_HTTP,
                            "The address or the body is not well-formed; check the escapes in the address and the"
                                    + " sizes of the chunks."));
        }
    }

    void send(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        problem.retryAfter().ifPresent(after -> response.putHeader("Retry-After", Long.toString(seconds(after))));
        boolean openAi = isOpenAi(String.valueOf(context.request().path()));
        ObjectNode body = openAi ? openAi(problem) : document(problem);
        response.setStatusCode(problem.kind().status())
                .putHeader("Content-Type", openAi ? "application/json" : "application/problem+json")
                .end(Json.write(body));
    }

    /** The problem behind a failure; what is not foreseen is logged and told as a mistake of ours. */
    static Problem problem(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof ProblemException refused) {
            return refused.problem();
        }
        if (cause instanceof LogUnavailableException unavailable) {
            ProblemKind kind = unavailable.part() == LogUnavailableException.Part.REGISTRY
                    ? ProblemKind.REGISTRY_UNAVAILABLE
                    : ProblemKind.LOG_UNAVAILABLE;
            return Problem.retry(kind, unavailable.detail(), RETRY_AFTER);
        }
        if (cause instanceof TimeoutException) {
            return Problem.retry(
                    ProblemKind.LOG_UNAVAILABLE,
                    "The brokers did not acknowledge in time, so it is not known whether the event was stored; send it"
                            + " again with the same id, which counts once.",
                    RETRY_AFTER);
        }
        LOG.atError().setCause(cause).log("request failed for a reason that was not foreseen");
        return Problem.of(ProblemKind.INTERNAL, "The gateway made a mistake; its log says more.");
    }

    /** Whether an event may be stored, or will be, although this came of it: all but what is told before it is sent. */
    static boolean mayBeStored(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof LogUnavailableException unavailable) {
            return unavailable.mayBeStored();
        }
        return !(cause instanceof ProblemException);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    static ObjectNode document(Problem problem) {
        ObjectNode body = Json.object();
        body.put("type", problem.kind().type());
        body.put("title", problem.kind().title());
        body.put("status", problem.kind().status());
        body.put("detail", problem.detail());
        problem.field().ifPresent(field -> body.put("field", field));
        problem.retryAfter().ifPresent(after -> body.put("retry_after", seconds(after)));
        return body;
    }

    static ObjectNode openAi(Problem problem) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        error.put("message", problem.detail());
        error.put("type", problem.kind().openAiType());
        problem.field().ifPresentOrElse(field -> error.put("param", field), () -> error.putNull("param"));
        error.put("code", problem.kind().slug().replace('-', '_'));
        return body;
    }

    private static long seconds(Duration after) {
        return Math.max(1, after.toSeconds());
    }

    private static boolean isOpenAi(String path) {
        return path.startsWith("/v1/chat/") || path.startsWith("/v1/models");
    }

    private Problem byStatus(RoutingContext context) {
        String what = context.request().method() + " " + context.normalizedPath();
        return switch (context.statusCode()) {
            case BODY_TOO_LARGE ->
                Problem.of(
                        ProblemKind.BODY_TOO_LARGE,
                        "The body is larger than " + bodyLimit + " bytes; send smaller batches or shorter texts"
                                + " (setting gateway.body-limit-bytes).");
            case NOT_FOUND ->
                Problem.of(
                        ProblemKind.NOT_FOUND,
                        "There is nothing at " + what + "; see /openapi.yaml for what there is.");
            case METHOD_NOT_ALLOWED ->
                Problem.of(ProblemKind.METHOD_NOT_ALLOWED, what + " is not possible; see /openapi.yaml for what is.");
            case BAD_REQUEST ->
                Problem.of(ProblemKind.INVALID_JSON, "The request could not be read; see /openapi.yaml.");
            default -> Problem.of(ProblemKind.INTERNAL, "The gateway made a mistake; its log says more.");
        };
    }
}
