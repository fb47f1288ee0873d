package io.thumbstream.gateway.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Closes connections on which no request is whole in time, counted from the first byte of the connection or the end of its last answer.
 *
 * <p>An idle timeout alone is set back by every byte, so that one caller could hold any number of connections by sending each of
 * them a byte now and then. An answer may take as long as it takes, a stream for example: time counts only while nothing is
 * answered. A connection that never sends a byte is left to the idle timeout. One event loop owns it.
 */
final class SlowRequests {
    private final long patienceNanos;
    private final LongSupplier nanos;
    /** By where the connection comes from, because an upgrade to HTTP/2 makes another object of it. */
    private final Map<SocketAddress, Wait> waits = new HashMap<>();

    /**
     * Nothing is closed before {@link #tick}.
     *
     * @param patience from the moment a request may begin to its last byte
     * @param nanos a clock that only goes forward, nanoseconds
     */
    SlowRequests(Duration patience, LongSupplier nanos) {
        this.patienceNanos = patience.toNanos();
        this.nanos = nanos;
    }

    /** A connection that has just been made, or has changed to HTTP/2, which ends no request under way. */
    void connected(HttpConnection connection) {
        SocketAddress from = connection.remoteAddress();
        Wait wait = waits.computeIfAbsent(from, unused -> new Wait(connection, nanos.getAsLong()));
        wait.connection = connection;
        connection.closeHandler(closed -> {
            if (wait.connection.equals(connection)) {
                waits.remove(from, wait);
            }
        });
    }

    /** Follows a request to its last byte and to the end of its answer. */
    void follow(RoutingContext routing) {
        Wait wait = waits.get(routing.request().remoteAddress());
        if (wait != null) {
            wait.underWay++;
            routing.request().end().onSuccess(whole -> wait.sending = wait.underWay == 0);
            routing.addEndHandler(answered -> {
                wait.underWay--;
                if (wait.underWay == 0) {
                    wait.sending = true;
                    wait.sinceNanos = nanos.getAsLong();
                }
            });
        }
        routing.next();
    }

    /** Closes who has taken too long; called about once in a hundredth of the patience or more often. */
    void tick() {
        long now = nanos.getAsLong();
        List<HttpConnection> late = waits.values().stream()
                .filter(wait -> wait.sending && now - wait.sinceNanos > patienceNanos)
                .map(wait -> wait.connection)
                .toList();
        late.forEach(HttpConnection::close);
    }

    /** Connections that are open. */
    int open() {
        return waits.size();
    }

    /** Of one connection. */
    private static final class Wait {
        private HttpConnection connection;
        private long sinceNanos;
        private boolean sending = true;
        private int underWay;

        Wait(HttpConnection connection, long sinceNanos) {
            this.connection = connection;
            this.sinceNanos = sinceNanos;
        }
    }
}
