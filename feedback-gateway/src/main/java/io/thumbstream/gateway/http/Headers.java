package io.thumbstream.gateway.http;

import io.thumbstream.gateway.input.Gzip;
import io.thumbstream.gateway.input.TraceContext;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Request headers that the gateway understands. */
final class Headers {
    static final String JSON = "application/json";
    private static final String GZIP = "gzip";
    private static final String CLOUD_EVENT = "ce-";
    private static final String UNREADABLE = "\uFFFD";

    private static final Pattern UTF_8 = Pattern.compile("charset=\"?utf-8\"?");

    private Headers() {}

    /** Headers for the record of what a request asks to store: its W3C trace context, when it is well-formed. */
    static Map<String, String> ofRecord(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(TraceContext.HEADER))
                .filter(TraceContext::isParent)
                .map(parent -> Map.of(TraceContext.HEADER, parent))
                .orElseGet(Map::of);
    }

    /**
     * Attributes of a CloudEvent in binary mode, by their names; none when the request is no such event.
     *
     * @throws io.thumbstream.gateway.problem.ProblemException when one is there twice, or not as the HTTP binding writes it
     */
    static Map<String, String> cloudEvent(RoutingContext context) {
        Map<String, String> attributes = new TreeMap<>();
        for (String header : context.request().headers().names()) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(CLOUD_EVENT)) {
                String value = once(context, header).orElse("");
                attributes.put(name.substring(CLOUD_EVENT.length()), decoded(name, value));
            }
        }
        return attributes;
    }

    /**
     * A value that was percent-encoded to fit into a header.
     *
     * @throws io.thumbstream.gateway.problem.ProblemException when it was not, or is no UTF-8
     */
    static String decoded(String name, String value) {
        try {
            String text = URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (!text.contains(UNREADABLE) && value.chars().allMatch(character -> character < 128)) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // answered below, together with bytes that are no UTF-8
        }
        throw Problem.field(
                        name,
                        "'" + name + "' is not percent-encoded UTF-8; encode the name as in the path of an address.")
                .exception();
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
     * Refuses bodies that say they are of no type that is taken, or packed. This also keeps pages of other sites from posting
     * feedback by a plain HTML form, because forms cannot send these media types.
     *
     * @param packed whether gzip is taken
     */
    static void requireMedia(RoutingContext context, List<String> taken, boolean packed) {
        List<String> types = context.request().headers().getAll("Content-Type");
        if (types.size() != 1 || !isTaken(types.get(0).toLowerCase(Locale.ROOT), taken)) {
            String said = types.isEmpty() ? "missing" : "'" + String.join("' and '", types) + "'";
            throw unsupported("Content-Type", "is " + said + "; send " + String.join(" or ", taken) + ", in UTF-8");
        }
        Optional<String> coding = once(context, "Content-Encoding").map(name -> name.toLowerCase(Locale.ROOT));
        boolean known = coding.isEmpty()
                || coding.get().equals("identity")
                || packed && coding.get().equals(GZIP);
        if (!known) {
            String way = packed ? "as it is or as gzip" : "as it is";
            throw unsupported("Content-Encoding", "is '" + coding.orElse("") + "'; send the body " + way);
        }
    }

    /**
     * Refuses a query whose escapes are none.
     *
     * @throws io.thumbstream.gateway.problem.ProblemException before anybody asks for a parameter and fails
     */
    static void requireReadableQuery(RoutingContext context) {
        if (context.request().query() == null) {
            return;
        }
        try {
            MultiMap unused = context.request().params();
            MultiMap unusedToo = context.queryParams(); // read by another decoder
        } catch (HttpException | IllegalArgumentException e) {
            throw Problem.of(
                            ProblemKind.INVALID_HTTP,
                            "The query of the address holds a broken escape; write a percent sign as %25.")
                    .exception();
        }
    }

    /** Media type of the body, without parameters; only after {@link #requireMedia}. */
    static String mediaType(RoutingContext context) {
        return typeOf(once(context, "Content-Type").orElse("").toLowerCase(Locale.ROOT));
    }

    private static ProblemException unsupported(String header, String what) {
        return new Problem(
                        ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                        "The header " + header + " " + what + ".",
                        Optional.of(header),
                        Optional.empty())
                .exception();
    }

    /** Parameters mean nothing, except one that says it is not UTF-8. */
    private static boolean isTaken(String type, List<String> taken) {
        return taken.contains(typeOf(type))
                && Arrays.stream(type.split(";", -1))
                        .map(String::strip)
                        .filter(part -> part.startsWith("charset"))
                        .allMatch(part -> UTF_8.matcher(part).matches());
    }

    private static String typeOf(String type) {
        return type.split(";", -1)[0].strip();
    }

    /** Bytes of a request body that may be packed, at most {@code limit} of them. */
    static byte[] unpacked(RoutingContext context, int limit) {
        boolean packed =
                once(context, "Content-Encoding").filter(GZIP::equalsIgnoreCase).isPresent();
        return packed ? Gzip.unpack(body(context), limit) : body(context);
    }

    /** Bytes of the request body, none when there is no body. */
    static byte[] body(RoutingContext context) {
        return Optional.ofNullable(context.body().buffer())
                .map(Buffer::getBytes)
                .orElseGet(() -> new byte[0]);
    }
}
