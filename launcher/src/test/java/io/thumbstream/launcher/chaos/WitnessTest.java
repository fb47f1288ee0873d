package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway of a few lines, which refuses one vote. */
@Timeout(60)
class WitnessTest {
    private static final String ANSWER =
            "{\"id\":\"g.0\",\"choices\":[{\"thumbstream\":{}}],\"thumbstream\":{\"receipt\":\"signed\"}}";

    private final HttpServer server;
    private final Queue<JsonNode> bodies = new ConcurrentLinkedQueue<>();
    private final Journal journal = new Journal();
    private final Witness witness;
    private volatile int questions = 200;

    WitnessTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> reply(exchange, questions, ANSWER));
        server.createContext("/v1/feedback", this::vote);
        server.start();
        URI gateway = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        witness = new Witness(gateway, "support", new SeededRandom(3), journal);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldVoteOnTheAnswersWithTheirReceiptsAndRememberWhatWasAccepted() throws IOException {
        long before = System.nanoTime();
        witness.ask();
        witness.vote();
        witness.vote();

        assertThat(witness.seen()).extracting(Observation::status).containsExactlyInAnyOrder(202, 503);
        assertThat(witness.answer()).isEqualTo("g.0");
        assertThat(bodies).allSatisfy(body -> assertThat(
                        body.path("rollout_id").asText() + body.path("receipt").asText())
                .isEqualTo("g.0signed"));
        assertThat(journal.people(List.of()).accepted()).containsExactly("witness-0");
        assertThat(witness.acceptedSince(before)).contains("witness-0");
        assertThat(witness.acceptedSince(System.nanoTime())).isEmpty();
        assertThat(witness.seen().stream().filter(seen -> seen.status() == 503)).allMatch(Observation::retryAfter);
    }

    @Test
    void shouldNoteSilenceWhenNobodyListens() throws IOException {
        witness.ask();
        server.stop(0);
        witness.vote();

        assertThat(witness.seen()).extracting(Observation::status).containsExactly(0);
        assertThat(journal.voters()).isEmpty();
    }

    @Test
    void shouldSayWhereToLookWhenAQuestionIsNotAnswered() {
        questions = 504;

        assertThatThrownBy(witness::ask).hasMessageContaining("504").hasMessageContaining("see the logs");
    }

    private void vote(HttpExchange exchange) throws IOException {
        JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
        bodies.add(body);
        boolean accepted = body.path("id").asText().equals("witness-0");
        if (!accepted) {
            exchange.getResponseHeaders().add("Retry-After", "2");
        }
        reply(exchange, accepted ? 202 : 503, "{}");
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
