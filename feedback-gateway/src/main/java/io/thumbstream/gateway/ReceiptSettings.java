package io.thumbstream.gateway;

import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Signed receipts of answers, which prove that a vote is about an answer that was given.
 *
 * @param check off: answers carry none and none is looked at; accept: one that is sent must be right; require: feedback
 *     needs one, except from keys with the scope feedback-unsigned
 * @param lifetime how long after its answer a receipt allows feedback
 * @param kinds what feedback a receipt allows
 */
public record ReceiptSettings(Check check, Duration lifetime, List<Kind> kinds) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3_660);

    public ReceiptSettings {
        kinds = List.copyOf(kinds);
        if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "lifetime is " + lifetime + "; give a time from " + SHORTEST + " to " + LONGEST.toDays() + " days");
        }
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("kinds is empty; name what feedback a receipt allows");
        }
    }

    /** The vetted defaults: given with every answer, valid for 30 days, not demanded. */
    public static ReceiptSettings defaults() {
        return new ReceiptSettings(Check.ACCEPT, Duration.ofDays(30), Arrays.asList(Kind.values()));
    }

    /** What is done with receipts. */
    public enum Check {
        OFF,
        ACCEPT,
        REQUIRE
    }
}
