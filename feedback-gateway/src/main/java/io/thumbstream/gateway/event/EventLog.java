package io.thumbstream.gateway.event;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Durable log of everything the gateway accepts. */
public interface EventLog {

    /**
     * Appends an event; never blocks the caller.
     *
     * @param headers of the record: the W3C trace context of the request as {@code traceparent}, attributes of a CloudEvent
     * @return completes when the brokers acknowledged it, or fails with {@link LogUnavailableException}
     */
    CompletionStage<Void> append(GatewayEvent event, Map<String, String> headers);
}
