package io.thumbstream.gateway.input;

import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads what was noticed of a person who said nothing: {@code copied}, {@code regenerated} and {@code abandoned}, and
 * {@code dwell} with the {@code seconds} the answer was looked at.
 *
 * <p>The log holds a strength in [-1, 1]: copied 1, regenerated and abandoned -1, dwell {@code s / (s + 30)}. So 30 seconds, from
 * which on a visit is usually counted as satisfied (Fox et al., ACM TOIS 23(2), 2005), have strength 0.5, and the seconds can be
 * computed back. What a strength is worth is for the interpreter to say.
 */
final class ImplicitSignals {
    private static final String FIELD = "signal";
    private static final String SECONDS = "seconds";
    private static final String DWELL = "dwell";
    private static final Map<String, Double> STRENGTHS = Map.of("copied", 1.0, "regenerated", -1.0, "abandoned", -1.0);
    private static final double HALF_SECONDS = 30;
    private static final double DAY_SECONDS = 86_400;

    private ImplicitSignals() {}

    /** Name of the signal; empty for the kinds that have none. */
    static Optional<String> signal(Fields fields, Kind kind) {
        for (String own : new String[] {FIELD, SECONDS}) {
            if (kind != Kind.IMPLICIT && fields.has(own)) {
                throw fields.bad(own, "belongs to kind 'implicit' only");
            }
        }
        return kind == Kind.IMPLICIT ? Optional.of(name(fields)) : Optional.empty();
    }

    /** Strength of the signal of implicit feedback, in [-1, 1]. */
    static double strength(Fields fields) {
        String signal = name(fields);
        if (!signal.equals(DWELL)) {
            if (fields.has(SECONDS)) {
                throw fields.bad(SECONDS, "belongs to signal 'dwell' only");
            }
            return Optional.ofNullable(STRENGTHS.get(signal)).orElseThrow();
        }
        if (!fields.has(SECONDS)) {
            throw fields.bad(SECONDS, "is missing; say how long the answer was looked at");
        }
        double seconds = fields.number(SECONDS, 0, 0, DAY_SECONDS);
        return seconds / (seconds + HALF_SECONDS);
    }

    private static String name(Fields fields) {
        String name = fields.text(FIELD, Conversations.MAX_NAME);
        if (!name.equals(DWELL) && !STRENGTHS.containsKey(name)) {
            throw fields.bad(
                    FIELD, "is '" + name + "'; it must be dwell or one of " + new TreeSet<>(STRENGTHS.keySet()));
        }
        return name;
    }
}
