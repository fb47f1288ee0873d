package io.thumbstream.gateway.http;

import io.thumbstream.gateway.event.EventLog;
import io.thumbstream.gateway.event.GatewayEvent;
import io.thumbstream.gateway.event.LogUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Log in memory that can fail, stay silent, or tell a fake generator of every event. */
final class FakeLog implements EventLog {
    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
    private volatile Optional<LogUnavailableException> failure = Optional.empty();
    private volatile boolean silent;
    private volatile Consumer<GatewayEvent> reader = event -> {};

    @Override
    public CompletionStage<Void> append(GatewayEvent event, Map<String, String> headers) {
        Optional<LogUnavailableException> now = failure;
        if (now.isPresent()) {
            return CompletableFuture.failedFuture(now.get());
        }
        if (silent) {
            return new CompletableFuture<>();
        }
        events.add(event);
        this.headers.add(headers);
        reader.accept(event);
        return CompletableFuture.completedFuture(null);
    }

    void failWith(LogUnavailableException.Part part) {
        failure = Optional.of(new LogUnavailableException(part, "the " + part + " is down; start it"));
    }

    void recover() {
        failure = Optional.empty();
        silent = false;
    }

    void neverAnswer() {
        silent = true;
    }

    void onEvent(Consumer<GatewayEvent> next) {
        reader = next;
    }

    List<GatewayEvent> events() {
        return new ArrayList<>(events);
    }

    /** Headers of the records, in their order. */
    List<Map<String, String>> headers() {
        return new ArrayList<>(headers);
    }
}
