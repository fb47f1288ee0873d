package io.thumbstream.gateway.http;

import io.thumbstream.gateway.event.EventLog;
import io.thumbstream.gateway.event.GatewayEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

    /**
     * Appends several events with one hand-over to the log, one timer and one way back, which for single ones cost more than the rest.
     *
     * @return why each event failed, in their order, empty for those that were acknowledged; never fails itself
     */
    Future<List<Optional<Throwable>>> appendAll(List<EventLog.Entry> entries) {
        List<CompletableFuture<Void>> stored = log.appendAll(entries).stream()
                .map(CompletionStage::toCompletableFuture)
                .toList();
        Promise<List<Optional<Throwable>>> all = Promise.promise();
        long timer = context.owner().setTimer(timeout.toMillis(), id -> all.tryComplete(outcomes(stored)));
        var unused = CompletableFuture.allOf(stored.toArray(CompletableFuture<?>[]::new))
                .whenComplete((done, failure) -> context.runOnContext(nothing -> {
                    context.owner().cancelTimer(timer);
                    all.tryComplete(outcomes(stored));
                }));
        return all.future();
    }

    private static List<Optional<Throwable>> outcomes(List<CompletableFuture<Void>> stored) {
        return stored.stream().map(Appender::outcome).toList();
    }

    private static Optional<Throwable> outcome(CompletableFuture<Void> stored) {
        return stored.isDone()
                ? stored.handle((done, failure) -> Optional.ofNullable(failure)).join()
                : Optional.of(new TimeoutException("no acknowledgement in time"));
    }
}
