package io.thumbstream.generator.remote;

import io.thumbstream.generator.remote.RemoteException.Kind;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** HTTP calls of one inference server. Thread-safe. */
final class RemoteServer {
    private final RemoteSettings settings;
    private final HttpClient client;
    private final String root;

    RemoteServer(RemoteSettings settings) {
        this.settings = settings;
        this.root = settings.baseUrl().toString().replaceFirst("/+$", "");
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    /**
     * Asks for a stream.
     *
     * @param onLine gets the lines of a response with status 200, on a thread of the client
     * @return the response once it has ended, with the body of any other status; cancelling it closes the connection
     */
    CompletableFuture<HttpResponse<String>> stream(Call call, Consumer<String> onLine) {
        return client.sendAsync(
                post(call),
                head -> head.statusCode() == Statuses.OK
                        ? lines(onLine)
                        : BodySubscribers.ofString(StandardCharsets.UTF_8));
    }

    /**
     * Calls and waits for the whole response, whatever its status.
     *
     * @throws RemoteException when none comes in time
     */
    HttpResponse<String> call(Call call) throws RemoteException {
        return await(post(call));
    }

    /**
     * Reads a page and waits for the whole response, whatever its status.
     *
     * @throws RemoteException when none comes in time
     */
    HttpResponse<String> get(String path) throws RemoteException {
        return await(request(path).GET().build());
    }

    /** What an exception of the client means. */
    static RemoteException failure(Throwable thrown) {
        Throwable inner = thrown.getCause();
        Throwable cause = thrown instanceof CompletionException && inner != null ? inner : thrown;
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return new RemoteException(
                    Kind.UNAVAILABLE, "no inference server answers; start it, or set generator.remote.base-url", cause);
        }
        return new RemoteException(
                Kind.BROKEN, "the connection to the inference server broke (" + cause.getMessage() + ")", cause);
    }

    private HttpResponse<String> await(HttpRequest request) throws RemoteException {
        CompletableFuture<HttpResponse<String>> call =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return call.get(settings.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new RemoteException(
                    Kind.UNAVAILABLE,
                    "the inference server did not answer " + request.uri().getPath() + " within "
                            + settings.answerTimeout() + " (generator.remote.answer-timeout)",
                    e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new RemoteException(Kind.UNAVAILABLE, "the call of the inference server was interrupted", e);
        }
    }

    private HttpRequest post(Call call) {
        return request(call.path())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(call.body().toString(), StandardCharsets.UTF_8))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path));
        return settings.apiKey().isEmpty() ? request : request.header("Authorization", "Bearer " + settings.apiKey());
    }

    private static BodySubscriber<String> lines(Consumer<String> onLine) {
        return BodySubscribers.mapping(BodySubscribers.fromLineSubscriber(new Lines(onLine)), unused -> "");
    }

    /** Hands lines on; how the stream ended is the response's to tell. */
    private record Lines(Consumer<String> target) implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            target.accept(line);
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
