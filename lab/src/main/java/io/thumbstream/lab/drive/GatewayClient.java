package io.thumbstream.lab.drive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Posts JSON to the gateway and tries again where that can help: 429, 502, 503, 504 and no answer, honouring
 * {@code Retry-After}. What it reads it asks for once.
 *
 * <p>Every callback runs on the scheduler's thread.
 */
final class GatewayClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int LARGEST_DOUBLING = 6;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http;
    private final URI base;
    private final Duration timeout;
    private final ScheduledExecutorService scheduler;

    GatewayClient(URI base, Duration timeout, ScheduledExecutorService scheduler, Executor io) {
        this.base = base;
        this.timeout = timeout;
        this.scheduler = scheduler;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(io)
                .build();
    }

    /**
     * Sends a call until it is accepted, refused for good, or was tried often enough.
     *
     * @param idempotencyKey key that makes a second arrival harmless
     * @param onAttempt told the status of every attempt and whether another one follows
     * @param onEnd told the final outcome, once
     */
    void post(
            String path,
            JsonNode body,
            Optional<String> idempotencyKey,
            int maxAttempts,
            BiConsumer<Integer, Boolean> onAttempt,
            Consumer<Reply> onEnd) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        idempotencyKey.ifPresent(key -> request.header("Idempotency-Key", key));
        attempt(request.build(), 1, maxAttempts, onAttempt, onEnd);
    }

    /**
     * Asks for what is there now.
     *
     * @param onEnd told the outcome, once
     */
    void get(String path, Consumer<Reply> onEnd) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(timeout)
                .GET()
                .build();
        attempt(request, 1, 1, (status, again) -> {}, onEnd);
    }

    private void attempt(
            HttpRequest request,
            int number,
            int maxAttempts,
            BiConsumer<Integer, Boolean> onAttempt,
            Consumer<Reply> onEnd) {
        CompletableFuture<Void> unused = http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .handle((response, failure) -> failure == null ? Optional.of(response) : NO_ANSWER)
                .thenAcceptAsync(
                        response -> {
                            int status = response.map(HttpResponse::statusCode).orElse(0);
                            boolean again = number < maxAttempts && mayHelp(status);
                            onAttempt.accept(status, again);
                            if (again) {
                                Duration pause = pause(response, number);
                                var unusedRetry = scheduler.schedule(
                                        () -> attempt(request, number + 1, maxAttempts, onAttempt, onEnd),
                                        pause.toMillis(),
                                        TimeUnit.MILLISECONDS);
                            } else {
                                onEnd.accept(new Reply(status, parse(response)));
                            }
                        },
                        scheduler);
    }

    private static final Optional<HttpResponse<String>> NO_ANSWER = Optional.empty();

    private static boolean mayHelp(int status) {
        return status == 0 || status == 429 || status == 502 || status == 503 || status == 504;
    }

    private static Duration pause(Optional<HttpResponse<String>> response, int number) {
        long doubled = FIRST_PAUSE.toMillis() << Math.min(LARGEST_DOUBLING, number - 1);
        long asked = response.flatMap(answer -> answer.headers().firstValue("Retry-After"))
                .filter(value -> value.matches("[0-9]{1,4}"))
                .map(value -> Long.parseLong(value) * 1000)
                .orElse(doubled);
        return Duration.ofMillis(Math.min(LONGEST_PAUSE.toMillis(), asked));
    }

    private JsonNode parse(Optional<HttpResponse<String>> response) {
        try {
            return response.isPresent() ? json.readTree(response.get().body()) : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // an answer that is no JSON tells the caller nothing
        }
    }
}
