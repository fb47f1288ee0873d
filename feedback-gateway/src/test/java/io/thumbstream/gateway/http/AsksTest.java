package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.gateway.view.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which answers callers are told to ask people about. */
class AsksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void shouldHandOutWhatIsOpenByIdsAlone() throws Exception {
        observe(ask("g", TestGateway.NOW));

        assertThat(JSON.readTree(gateway.get("/v1/asks").body()))
                .isEqualTo(
                        JSON.readTree(
                                "{\"asks\":[{\"kind\":\"pair\",\"group\":\"g\",\"rollout_ids\":[\"g.0\",\"g.1\"],"
                                        + "\"reason\":\"margin-asking\",\"priority\":0.5,\"asked_at\":\"2026-11-01T12:00:00Z\"}]}"));
    }

    @Test
    void shouldNotHandOutWhatWasAnsweredOrAskedLongAgo() throws Exception {
        observe(
                ask("old", TestGateway.NOW.minus(Duration.ofMinutes(61))),
                ask("answered", TestGateway.NOW),
                ask("open", TestGateway.NOW.minus(Duration.ofMinutes(59))),
                new Seen.Vote(
                        "v",
                        "pair",
                        OptionalDouble.of(1),
                        List.of("answered.1", "answered.0"),
                        "page",
                        TestGateway.NOW,
                        Optional.empty()));

        assertThat(groups("/v1/asks")).containsExactly("open");
    }

    @Test
    void shouldGiveTheNewestAndRefuseALimitThatIsNone() throws Exception {
        observe(ask("a", TestGateway.NOW), ask("b", TestGateway.NOW), ask("c", TestGateway.NOW));

        assertThat(groups("/v1/asks?limit=2")).containsExactly("c", "b");
        assertThat(gateway.get("/v1/asks?limit=1001").statusCode()).isEqualTo(400);
        assertThat(gateway.get("/v1/asks?limit=2&limit=3").statusCode()).isEqualTo(400);
    }

    private List<String> groups(String path) throws Exception {
        JsonNode asks = JSON.readTree(gateway.get(path).body()).path("asks");
        return asks.findValuesAsText("group");
    }

    private static Seen.Ask ask(String group, Instant at) {
        return new Seen.Ask(group, List.of(group + ".0", group + ".1"), "margin-asking", 0.5, at);
    }

    private void observe(Seen... seen) throws Exception {
        Void unused = gateway.server
                .observe(List.of(seen))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }
}
