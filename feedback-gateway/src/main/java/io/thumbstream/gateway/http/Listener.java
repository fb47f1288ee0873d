package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemKind;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How the gateway listens, and what it answers to bytes that are no HTTP. */
final class Listener {
    /** Time between two looks at connections on which a request is slow to come. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final Duration IDLE = Duration.ofMinutes(1);

    private Listener() {}

    /** Longest time without a byte in either direction, and for a whole request to come. */
    static Duration patience(GatewaySettings settings) {
        return settings.timeouts().answer().plus(IDLE);
    }

    static HttpServerOptions options(GatewaySettings settings) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(Math.toIntExact(patience(settings).toMillis()));
        if (settings.tls().isOn()) {
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(settings.tls().certificateFile())
                            .setKeyPath(settings.tls().keyFile()));
        }
        return options;
    }

    /** Answers what the HTTP parser refused, and ends the connection, because what follows cannot be told apart from it. */
    static void refuse(HttpServerRequest request, ResponseRules rules) {
        ProblemKind kind = kind(request.decoderResult().cause());
        ObjectNode body = Errors.document(Problem.of(
                kind,
                kind != ProblemKind.INVALID_HTTP
                        ? "The request line or the headers are longer than this server reads; shorten them."
                        : "The request is not well-formed HTTP/1.1; check line ends and the names and values"
                                + " of headers."));
        rules.addTo(request.response().headers());
        request.response()
                .setStatusCode(kind.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Connection", "close")
                .end(Json.write(body))
                .eventually(() -> request.connection().close());
    }

    private static ProblemKind kind(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return ProblemKind.URI_TOO_LONG;
        }
        return cause instanceof TooLongFrameException ? ProblemKind.HEAD_TOO_LARGE : ProblemKind.INVALID_HTTP;
    }
}
