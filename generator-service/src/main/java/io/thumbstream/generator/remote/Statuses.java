package io.thumbstream.generator.remote;

import io.thumbstream.generator.remote.RemoteException.Kind;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What HTTP statuses of a server mean. */
final class Statuses {
    static final int OK = 200;
    static final int NOT_FOUND = 404;

    /** Statuses below 500 after which the same request may succeed: after a new key, a wait, or once the model is there again. */
    private static final Set<Integer> PASSING = Set.of(401, 403, NOT_FOUND, 408, 409, 425, 429);

    private Statuses() {}

    /** Whether the same request may succeed later. */
    static boolean passes(int status) {
        return status >= 500 || PASSING.contains(status);
    }

    /** What a response other than 200 means. */
    static RemoteException failure(HttpResponse<String> response) {
        int status = response.statusCode();
        String words = words(response.body());
        return switch (status) {
            case 401, 403 ->
                new RemoteException(
                        Kind.UNAVAILABLE,
                        "the inference server refuses the key (" + words + "); set generator.remote.api-key");
            case NOT_FOUND ->
                new RemoteException(
                        Kind.MISSING_MODEL,
                        "the inference server does not have the model (" + words
                                + "); check generator.remote.base-model and base-url");
            case 429, 503 ->
                new RemoteException(
                        Kind.UNAVAILABLE,
                        "the inference server is too busy (" + status + ": " + words + ")",
                        wait(response));
            default ->
                new RemoteException(
                        passes(status) ? Kind.UNAVAILABLE : Kind.REFUSED,
                        "the inference server answered " + status + " (" + words + ")");
        };
    }

    /** The server's own words about an error. */
    static String words(String body) {
        try {
            return Bodies.message(Events.json(body));
        } catch (RemoteException e) {
            return Bodies.oneLine(body); // an error page of a proxy
        }
    }

    private static Optional<Duration> wait(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }
}
