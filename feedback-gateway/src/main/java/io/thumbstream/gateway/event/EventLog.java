package io.thumbstream.gateway.event;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Durable log of everything the gateway accepts. */
public interface EventLog {

    /**
     * Appends an event; never blocks the caller.
     *
     * @param traceParent W3C trace context of the request
     * @return completes when the brokers acknowledged it, or fails with {@link LogUnavailableException}
     */
    CompletionStage<Void> append(GatewayEvent event, Optional<String> traceParent);
}
