package io.thumbstream.gateway.http;

import io.vertx.core.MultiMap;
import java.util.Map;

/** Headers that every response carries, so that a browser treats it as what it says it is and shows it to nobody else. */
final class ResponseRules {
    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    private static final String TRANSPORT = "Strict-Transport-Security";
    private static final String ONE_YEAR = "max-age=31536000";

    private final boolean tls;

    /** Rules of a server that speaks TLS or not. */
    ResponseRules(boolean tls) {
        this.tls = tls;
    }

    /** Adds them to a response that has none yet; what answers may replace one. */
    void addTo(MultiMap headers) {
        headers.addAll(ALWAYS);
        if (tls) {
            headers.set(TRANSPORT, ONE_YEAR);
        }
    }
}
