package io.thumbstream.gateway.http;

import io.thumbstream.gateway.event.EventLog;
import io.thumbstream.gateway.event.GatewayEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Appends events from the event loop and comes back to it with the acknowledgement, or with a failure in time. */
final class Appender {
    private final EventLog log;
    private final Context context;
    private final Duration timeout;

    Appender(EventLog log, Context context, Duration timeout) {
        this.log = log;
        this.context = context;
        this.timeout = timeout;
    }

    Future<Void> append(GatewayEvent event, Map<String, String> headers) {
        return Future.fromCompletionStage(log.append(event, headers), context)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
