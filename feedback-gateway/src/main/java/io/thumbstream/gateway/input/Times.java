package io.thumbstream.gateway.input;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Reads event times: now when none is given, never later than now plus the allowed skew. */
final class Times {
    private static final String FIELD = "created_at";

    private final Clock clock;
    private final Duration skew;

    Times(Clock clock, Duration skew) {
        this.clock = clock;
        this.skew = skew;
    }

    Instant eventTime(Fields fields) {
        Instant now = clock.instant();
        Instant given = fields.moment(FIELD).orElse(now);
        if (given.isAfter(now.plus(skew))) {
            throw fields.bad(
                    FIELD,
                    "is " + given + ", which lies in the future (the gateway's clock says " + now
                            + "); set the clock of the sender, or leave the field out");
        }
        return given;
    }
}
