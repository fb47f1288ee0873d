package io.thumbstream.gateway.http;

import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemKind;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Cross-origin resource sharing for the origins that the settings list, and for no other.
 *
 * <p>Cookies are never involved: pages of a listed origin show an API key like everybody else.
 */
final class CrossOrigin {
    private static final int NO_CONTENT = 204;
    private static final String METHODS = "GET, POST, DELETE";
    private static final String HEADERS =
            "Authorization, Content-Type, Idempotency-Key, Thumbstream-User, Thumbstream-Receipt, traceparent";
    private static final String EXPOSED = "Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate";
    private static final String MAX_AGE_SECONDS = "600";

    private final Set<String> allowed;

    /** Shares with these origins, each as a browser writes it, for example {@code https://shop.example.org}. */
    CrossOrigin(List<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /** Marks responses for listed origins and answers their preflight requests. */
    void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        Optional<String> origin = Optional.ofNullable(request.getHeader("Origin"));
        boolean preflight = request.method().equals(HttpMethod.OPTIONS)
                && origin.isPresent()
                && request.headers().contains("Access-Control-Request-Method");
        if (!allowed.isEmpty()) {
            response.putHeader("Vary", "Origin");
        }
        origin.filter(allowed::contains).ifPresent(known -> response.putHeader("Access-Control-Allow-Origin", known)
                .putHeader("Access-Control-Expose-Headers", EXPOSED));
        if (!preflight) {
            context.next();
            return;
        }
        if (origin.filter(allowed::contains).isEmpty()) {
            throw Problem.of(
                            ProblemKind.ORIGIN_NOT_ALLOWED,
                            "Pages of this origin may not call the gateway; list it in gateway.allowed-origins.")
                    .exception();
        }
        response.putHeader("Access-Control-Allow-Methods", METHODS)
                .putHeader("Access-Control-Allow-Headers", HEADERS)
                .putHeader("Access-Control-Max-Age", MAX_AGE_SECONDS)
                .setStatusCode(NO_CONTENT)
                .end();
    }
}
