package io.thumbstream.generator.remote;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call for an answer, or for the rest of one; nothing of it counts once it is closed. Owned by the sampler's thread. */
final class Attempt {
    private final Running running;
    private final ServedModel model;
    private final Dialect.Reader reader;
    private final Instant deadline;
    private @Nullable CompletableFuture<HttpResponse<String>> call;
    private boolean closed;

    /** @param deadline when it has failed, should it not have ended */
    Attempt(Running running, ServedModel model, Dialect.Reader reader, Instant deadline) {
        this.running = running;
        this.model = model;
        this.reader = reader;
        this.deadline = deadline;
    }

    Running running() {
        return running;
    }

    ServedModel model() {
        return model;
    }

    Dialect.Reader reader() {
        return reader;
    }

    /** The call under way; an attempt that is broken off ends it. */
    void follow(CompletableFuture<HttpResponse<String>> underWay) {
        call = underWay;
    }

    boolean overdue(Instant now) {
        return now.isAfter(deadline);
    }

    boolean closed() {
        return closed;
    }

    /** Nothing of the call counts any more; it ends by itself. */
    void close() {
        closed = true;
    }

    /** Ends the call, so that the server draws no more tokens for it. */
    void breakOff() {
        closed = true;
        if (call != null) {
            call.cancel(true);
        }
    }
}
