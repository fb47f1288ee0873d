package io.thumbstream.gateway.event;

import java.util.List;
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

    /**
     * Appends several events in their order, each of which may fail by itself; never blocks the caller.
     *
     * @return for every event what {@link #append} returns for one
     */
    default List<CompletionStage<Void>> appendAll(List<Entry> entries) {
        return entries.stream()
                .map(entry -> append(entry.event(), entry.headers()))
                .toList();
    }

    /** An event and the headers of its record. */
    record Entry(GatewayEvent event, Map<String, String> headers) {
        public Entry {
            headers = Map.copyOf(headers);
        }
    }
}
