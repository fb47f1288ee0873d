package io.thumbstream.gateway.access;

import io.thumbstream.gateway.access.TokenBuckets.Standing;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the limits say about one write, also in the words of the IETF draft of RateLimit header fields. */
public final class Admission {
    private final List<Standing> standings;
    private final boolean refused;

    Admission(List<Standing> standings, boolean refused) {
        this.standings = standings;
        this.refused = refused;
    }

    /** The limit that is in the way longest: {@code key}, {@code user}, {@code nameless} or {@code target}; empty when none is. */
    public Optional<String> refusedBy() {
        return longest().map(Standing::policy);
    }

    /** How long until it may be tried again, whole seconds. */
    public Duration retryAfter() {
        return longest().map(Standing::delay).orElse(Duration.ZERO);
    }

    /** Value of {@code RateLimit-Policy}, empty when nothing limits. */
    public String policies() {
        return standings.stream()
                .map(one -> "\"" + one.policy() + "\";q=" + one.quota() + ";w=" + one.window())
                .collect(Collectors.joining(", "));
    }

    /** Value of {@code RateLimit}, empty when nothing limits. */
    public String levels() {
        return standings.stream()
                .map(one -> "\"" + one.policy() + "\";r=" + one.remaining() + ";t=" + one.reset())
                .collect(Collectors.joining(", "));
    }

    private Optional<Standing> longest() {
        return standings.stream()
                .filter(standing -> refused && standing.refuses())
                .max(Comparator.comparing(Standing::delay));
    }
}
