package io.thumbstream.gateway.event;

import java.time.Instant;
import java.util.Optional;

/** Something the gateway appends to the log. */
public sealed interface GatewayEvent permits PromptEvent, ExchangeEvent, FeedbackEvent {

    /** Group it belongs to: the record key. */
    String groupId();

    /** When it happened. */
    Instant eventTime();

    /** Pseudonymous key of the person it is of. */
    Optional<String> userKey();
}
