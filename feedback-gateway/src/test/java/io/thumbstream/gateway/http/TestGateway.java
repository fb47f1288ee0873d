package io.thumbstream.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.GatewaySettings.Timeouts;
import io.thumbstream.gateway.HandClock;
import io.thumbstream.gateway.answer.AnswerChunk;
import io.thumbstream.gateway.event.GatewayEvent;
import io.thumbstream.gateway.event.PromptEvent;
import io.thumbstream.gateway.identity.GatewaySecret;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.view.Erasures;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.schemas.RolloutIds;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway on a free port with a log in memory and a generator that answers "pong n" at once. */
final class TestGateway implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    static final long POLICY_VERSION = 7;

    final FakeLog log = new FakeLog();
    final HandClock clock = new HandClock(NOW);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final GatewayServer server;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();

    TestGateway() throws Exception {
        this(settings());
    }

    TestGateway(GatewaySettings settings) throws Exception {
        this(settings, Erasures.NONE);
    }

    /** @param erasures whose words are to be forgotten */
    TestGateway(GatewaySettings settings, Erasures erasures) throws Exception {
        AtomicInteger counter = new AtomicInteger();
        Identities identities = new Identities(GatewaySecret.of("0123456789abcdef"), () -> {
            byte[] bytes = new byte[17];
            bytes[0] = (byte) counter.incrementAndGet();
            return bytes;
        });
        server = new GatewayServer(settings, log, identities, new GatewayMeters(meters), clock, () -> 42L, erasures);
        vertx.deployVerticle(server).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        log.onEvent(this::pong);
    }

    static GatewaySettings settings() {
        return settings(new GatewaySettings.Limits(4, 500, 256, 4_096, 32_768), Duration.ofSeconds(20));
    }

    static GatewaySettings settings(GatewaySettings.Limits limits, Duration patience) {
        GatewaySettings base = GatewaySettings.defaults();
        Timeouts timeouts = new Timeouts(
                patience,
                patience,
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofMillis(50),
                Duration.ofSeconds(1));
        return new GatewaySettings(
                base.host(),
                0,
                base.bodyLimitBytes(),
                base.modelName(),
                base.groupSize(),
                base.feedbackProbability(),
                base.sampling(),
                limits,
                timeouts,
                "",
                base.access(),
                base.rates(),
                base.allowedOrigins(),
                base.tls(),
                base.receipts(),
                base.asking());
    }

    /** The settings of the tests with what a user would write below {@code gateway}. */
    static GatewaySettings settings(String yaml) {
        try {
            return SettingsBinder.overlay(
                    settings(), new ObjectMapper(new YAMLFactory()).readTree(yaml), "settings of the test");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers a prompt in two pieces per displayed answer. */
    void pong(GatewayEvent event) {
        if (!(event instanceof PromptEvent prompt)) {
            return;
        }
        List<AnswerChunk> chunks = new ArrayList<>();
        for (int i = 0; i < prompt.displayedCount(); i++) {
            String id = RolloutIds.of(prompt.groupId(), i);
            chunks.add(new AnswerChunk(id, 0, "pong ", Optional.empty(), POLICY_VERSION));
            AnswerChunk.End end = new AnswerChunk.End("stop", 5, 2, Optional.empty());
            chunks.add(new AnswerChunk(id, 1, Integer.toString(i), Optional.of(end), POLICY_VERSION));
        }
        server.deliver(chunks);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET().build());
    }

    HttpResponse<String> post(String path, String json) {
        return send(request(path, json).build());
    }

    HttpRequest.Builder request(String path, String json) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
