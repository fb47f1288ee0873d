package io.thumbstream.gateway.input;

import java.util.regex.Pattern;

/** W3C trace context of requests and records. */
public final class TraceContext {
    /** Name of the header, of requests and of records. */
    public static final String HEADER = "traceparent";

    private static final Pattern PARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceContext() {}

    /** Whether a value is well-formed. */
    public static boolean isParent(String value) {
        return PARENT.matcher(value).matches();
    }

    /** The value of a sampled span; both ids in lower-case hexadecimal digits. */
    static String of(String traceId, String spanId) {
        return "00-" + traceId + "-" + spanId + "-01";
    }
}
