package io.thumbstream.launcher.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeptConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            seen.add(exchange.getRemoteAddress().getPort() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
            byte[] answer = ("said " + body).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.isEmpty() ? 503 : 202, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Test
    void shouldSendOneRequestAfterTheOtherOverTheSameConnection() throws IOException {
        try (KeptConnection connection = KeptConnection.open(address(), PATIENCE)) {
            assertThat(post(connection, "{\"größe\":1}"))
                    .isEqualTo(new KeptConnection.Answer(202, "said {\"größe\":1}"));
            assertThat(post(connection, "")).isEqualTo(new KeptConnection.Answer(503, "said "));
            assertThat(post(connection, "again").status()).isEqualTo(202);
        }
        assertThat(seen).hasSize(3).allMatch(line -> line.contains(" /v1/feedback application/json "));
        assertThat(seen.stream().map(line -> line.split(" ")[0]).distinct()).hasSize(1);
    }

    @Test
    void shouldFailWhenTheServerIsGone() throws IOException {
        try (KeptConnection connection = KeptConnection.open(address(), PATIENCE)) {
            assertThat(post(connection, "x").status()).isEqualTo(202);
            server.stop(0);
            assertThatThrownBy(() -> post(connection, "x")).isInstanceOf(IOException.class);
        }
    }

    private static KeptConnection.Answer post(KeptConnection connection, String body) throws IOException {
        return connection.post("/v1/feedback", body.getBytes(StandardCharsets.UTF_8));
    }
}
