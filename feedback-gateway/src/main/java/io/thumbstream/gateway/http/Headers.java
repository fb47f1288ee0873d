package io.thumbstream.gateway.http;

import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemKind;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Request headers that the gateway understands. */
final class Headers {
    private static final Pattern TRACE_PARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private Headers() {}

    /** W3C trace context, empty when absent or malformed. */
    static Optional<String> traceParent(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("traceparent"))
                .filter(value -> TRACE_PARENT.matcher(value).matches());
    }

    /** Idempotency key of the request. */
    static Optional<String> idempotencyKey(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("Idempotency-Key"));
    }

    /**
     * Refuses bodies that say they are no JSON. This also keeps pages of other sites from posting feedback by a plain
     * HTML form, because forms cannot send this media type.
     */
    static void requireJson(RoutingContext context) {
        String type = Optional.ofNullable(context.request().getHeader("Content-Type"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            String said = type.isEmpty() ? "missing" : "'" + type + "'";
            throw new Problem(
                            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                            "The header Content-Type is " + said + "; send application/json.",
                            Optional.of("Content-Type"),
                            Optional.empty())
                    .exception();
        }
    }

    /** Bytes of the request body, none when there is no body. */
    static byte[] body(RoutingContext context) {
        return Optional.ofNullable(context.body().buffer())
                .map(Buffer::getBytes)
                .orElseGet(() -> new byte[0]);
    }
}
