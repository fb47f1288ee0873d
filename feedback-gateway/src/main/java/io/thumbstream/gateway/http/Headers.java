package io.thumbstream.gateway.http;

import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemKind;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Request headers that the gateway understands. */
final class Headers {
    private static final Pattern TRACE_PARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private static final Pattern UTF_8 = Pattern.compile("charset=\"?utf-8\"?");

    private Headers() {}

    /** W3C trace context, empty when absent or malformed. */
    static Optional<String> traceParent(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("traceparent"))
                .filter(value -> TRACE_PARENT.matcher(value).matches());
    }

    /** Idempotency key of the request. */
    static Optional<String> idempotencyKey(RoutingContext context) {
        return once(context, "Idempotency-Key");
    }

    /**
     * The value of a header that may be there once.
     *
     * @throws io.thumbstream.gateway.problem.ProblemException when it is there more often, so that nobody has to guess which counts
     */
    static Optional<String> once(RoutingContext context, String name) {
        List<String> values = context.request().headers().getAll(name);
        if (values.size() > 1) {
            throw Problem.field(name, "'" + name + "' is there " + values.size() + " times; send it once.")
                    .exception();
        }
        return values.stream().findFirst();
    }

    /**
     * Refuses bodies that say they are no JSON. This also keeps pages of other sites from posting feedback by a plain
     * HTML form, because forms cannot send this media type.
     */
    static void requireJson(RoutingContext context) {
        List<String> types = context.request().headers().getAll("Content-Type");
        if (types.size() != 1 || !isJson(types.get(0).toLowerCase(Locale.ROOT))) {
            String said = types.isEmpty() ? "missing" : "'" + String.join("' and '", types) + "'";
            throw new Problem(
                            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                            "The header Content-Type is " + said + "; send application/json, in UTF-8.",
                            Optional.of("Content-Type"),
                            Optional.empty())
                    .exception();
        }
    }

    /** Parameters mean nothing, except one that says it is not UTF-8. */
    private static boolean isJson(String type) {
        String[] parts = type.split(";", -1);
        return parts[0].strip().equals("application/json")
                && Arrays.stream(parts)
                        .map(String::strip)
                        .filter(part -> part.startsWith("charset"))
                        .allMatch(part -> UTF_8.matcher(part).matches());
    }

    /** Bytes of the request body, none when there is no body. */
    static byte[] body(RoutingContext context) {
        return Optional.ofNullable(context.body().buffer())
                .map(Buffer::getBytes)
                .orElseGet(() -> new byte[0]);
    }
}
