package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.gateway.answer.AnswerChunk;
import io.thumbstream.gateway.event.ExchangeEvent;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.event.LogUnavailableException.Part;
import io.thumbstream.gateway.event.PromptEvent;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.schemas.RolloutIds;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GatewayServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "/v1/chat/completions";
    private static final String PING = "\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]";
    private static final String VOTE = "{\"id\":\"v%d\",\"kind\":\"thumb\",\"rollout_id\":\"abc.0\",\"value\":\"up\"}";

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
    void shouldAnswerWholeWhenNotStreaming() throws Exception {
        JsonNode body = JSON.readTree(
                gateway.post(CHAT, "{" + PING + ",\"n\":2,\"user\":\"ann\"}").body());
        PromptEvent prompt = (PromptEvent) gateway.log.events().get(0);
        assertThat(prompt.groupSize()).isEqualTo(8);
        assertThat(prompt.displayedCount()).isEqualTo(2);
        assertThat(prompt.userKey()).isPresent().get().asString().doesNotContain("ann");
        assertThat(prompt.sampling().seed()).isEqualTo(42);
        assertThat(prompt.eventTime()).isEqualTo(TestGateway.NOW);
        assertThat(body.path("id").asText()).isEqualTo(RolloutIds.of(prompt.groupId(), 0));
        assertThat(body.path("object").asText()).isEqualTo("chat.completion");
        assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("pong 0");
        assertThat(body.at("/choices/1/message/content").asText()).isEqualTo("pong 1");
        assertThat(body.at("/choices/1/thumbstream/rollout_id").asText()).isEqualTo(RolloutIds.of(prompt.groupId(), 1));
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(body.at("/thumbstream/policy_version").asLong()).isEqualTo(TestGateway.POLICY_VERSION);
        assertThat(body.at("/usage/prompt_tokens").asInt()).isEqualTo(5);
        assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(4);
        assertThat(body.at("/usage/total_tokens").asInt()).isEqualTo(9);
    }

    @Test
    void shouldStreamPiecesInOrderWhenAsked() throws Exception {
        HttpResponse<String> response =
                gateway.post(CHAT, "{" + PING + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        List<String> events = response.body()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.substring("data: ".length()))
                .toList();
        assertThat(events).hasSize(6).last().isEqualTo("[DONE]");
        assertThat(JSON.readTree(events.get(0)).at("/choices/0/delta/role").asText())
                .isEqualTo("assistant");
        assertThat(JSON.readTree(events.get(1)).at("/choices/0/delta/content").asText())
                .isEqualTo("pong ");
        assertThat(JSON.readTree(events.get(2)).at("/choices/0/delta/content").asText())
                .isEqualTo("0");
        assertThat(JSON.readTree(events.get(3)).at("/choices/0/finish_reason").asText())
                .isEqualTo("stop");
        assertThat(JSON.readTree(events.get(4)).at("/usage/total_tokens").asInt())
                .isEqualTo(7);
        for (String event : events.subList(0, 5)) {
            assertThat(JSON.readTree(event).path("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(JSON.readTree(event).path("id").asText()).endsWith(".0");
        }
    }

    @Test
    void shouldReportErrorInsideStreamWhenItHasBegun() {
        gateway.log.onEvent(event -> {
            String id = RolloutIds.of(event.groupId(), 0);
            AnswerChunk.End end = new AnswerChunk.End("error", 1, 0, Optional.of("no memory"));
            gateway.server.deliver(List.of(
                    new AnswerChunk(id, 0, "po", Optional.empty(), 1),
                    new AnswerChunk(id, 1, "", Optional.of(end), 1)));
        });
        HttpResponse<String> response = gateway.post(CHAT, "{" + PING + ",\"stream\":true}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("no memory").endsWith("data: [DONE]\n\n");
    }

    @Test
    @Timeout(10) // after 20 s it would be forgotten anyway
    void shouldForgetPromptWhenCallerGoesAway() throws Exception {
        gateway.log.onEvent(event -> {});
        String body = "{" + PING + "}";
        try (Socket socket = new Socket("127.0.0.1", gateway.server.port())) {
            String head = "POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            awaitWaiting(1);
        }
        awaitWaiting(0);
    }

    @Test
    void shouldPassTraceOnWhenItIsWellFormed() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        gateway.send(gateway.request("/v1/feedback", VOTE.formatted(1))
                .header("traceparent", trace)
                .build());
        gateway.send(gateway.request("/v1/feedback", VOTE.formatted(2))
                .header("traceparent", "nonsense")
                .build());
        assertThat(gateway.log.headers()).containsExactly(Map.of("traceparent", trace), Map.of());
    }

    @Test
    void shouldTakeIdempotencyKeyFromHeaderWhenBodyHasNone() {
        HttpResponse<String> response = gateway.send(
                gateway.request("/v1/feedback", "{\"kind\":\"thumb\",\"rollout_id\":\"abc.0\",\"value\":\"up\"}")
                        .header("Idempotency-Key", "key-1")
                        .build());
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(((FeedbackEvent) gateway.log.events().get(0)).feedbackId()).isEqualTo("key-1");
    }

    @Test
    void shouldAnswerEachItemWhenBatchIsMixed() throws Exception {
        String items = VOTE.formatted(1) + ",{\"id\":\"bad\",\"kind\":\"clap\"}," + VOTE.formatted(3);
        JsonNode body = JSON.readTree(gateway.post("/v1/feedback:batch", "{\"items\":[" + items + "]}")
                .body());
        assertThat(body.path("accepted").asInt()).isEqualTo(2);
        assertThat(body.path("refused").asInt()).isEqualTo(1);
        assertThat(body.at("/results/0/result/id").asText()).isEqualTo("v1");
        assertThat(body.at("/results/1/status").asInt()).isEqualTo(400);
        assertThat(body.at("/results/1/id").asText()).isEqualTo("bad");
        assertThat(body.at("/results/1/problem/detail").asText()).contains("'clap'");
        assertThat(gateway.log.events()).hasSize(2);
        assertThat(counter("thumb", "accepted")).isEqualTo(2);
        assertThat(counter("unknown", "invalid-field")).isEqualTo(1);
    }

    @Test
    void shouldGiveRolloutIdsWhenExchangesAreSent() throws Exception {
        String exchange =
                "{\"id\":\"e1\",\"group\":\"g\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"response\":\"r\"}";
        JsonNode one = JSON.readTree(gateway.post("/v1/rollouts", exchange).body());
        JsonNode batch = JSON.readTree(
                gateway.post("/v1/rollouts", "{\"items\":[" + exchange + "]}").body());
        assertThat(one.path("id").asText()).isEqualTo("e1");
        assertThat(batch.at("/results/0/result/rollout_id").asText())
                .isEqualTo(one.path("rollout_id").asText());
        ExchangeEvent event = (ExchangeEvent) gateway.log.events().get(0);
        assertThat(RolloutIds.of(event.groupId(), event.index()))
                .isEqualTo(one.path("rollout_id").asText());
    }

    @Test
    void shouldSayWhichPartIsDownWhenNothingCanBeStored() throws Exception {
        gateway.log.failWith(Part.REGISTRY);
        HttpResponse<String> refused = gateway.post("/v1/feedback", VOTE.formatted(1));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(JSON.readTree(refused.body()).path("type").asText())
                .isEqualTo("urn:thumbstream:problem:registry-unavailable");
        gateway.log.recover();
        assertThat(gateway.post("/v1/feedback", VOTE.formatted(1)).statusCode()).isEqualTo(202);
        assertThat(counter("thumb", "registry-unavailable")).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhenBodyHasTenMegabytes() {
        HttpResponse<String> response = gateway.post("/v1/feedback", "x".repeat(10 * 1024 * 1024));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("1048576 bytes").contains("body-limit-bytes");
    }

    @Test
    void shouldAnswerInItsShapeWhenPathOrMethodIsUnknown() {
        assertThat(gateway.get("/nothing").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/nothing").body())
                .contains("urn:thumbstream:problem:not-found")
                .contains("GET /nothing");
        assertThat(gateway.get("/v1/feedback").statusCode()).isEqualTo(405);
        assertThat(gateway.get("/v1/models/none").body()).contains("\"error\"").contains("no model 'none'");
    }

    @Test
    void shouldNameTheLimitWhenJsonGoesBeyondIt() {
        var deep = gateway.post("/v1/feedback", "{\"a\":".repeat(5_000));
        assertThat(deep.statusCode()).isEqualTo(400);
        assertThat(deep.body()).contains("nested too deeply").contains("maximum allowed (1000");

        var wide = gateway.post("/v1/feedback", "{\"value\":" + "9".repeat(5_000) + "}");
        assertThat(wide.statusCode()).isEqualTo(400);
        assertThat(wide.body()).contains("a number or a name too long").contains("(1000");
    }

    @Test
    void shouldGiveNoAdviceToProgrammersWhenJsonHoldsNoNumber() {
        var response = gateway.post("/v1/feedback", "{\"value\":NaN}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("Non-standard token 'NaN'. JSON has no NaN")
                .doesNotContain("ALLOW_NON");
    }

    @Test
    void shouldRefuseNewWorkWhenStopping() {
        gateway.server.refuseNewWork();
        assertThat(gateway.post("/v1/feedback", VOTE.formatted(1)).statusCode()).isEqualTo(503);
        assertThat(gateway.get("/v1/status").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldTellFateOfVoteWhenAsked() throws Exception {
        assertThat(watched()).isEqualTo("unknown");
        observe(new Seen.Vote(
                "v1", "thumb", OptionalDouble.of(1), List.of("abc.0"), "page", TestGateway.NOW, Optional.empty()));
        assertThat(watched()).isEqualTo("stored");
        observe(new Seen.Label("l1", 1, List.of("v1")));
        assertThat(watched()).isEqualTo("counted");
    }

    @Test
    void shouldForbidInlineScriptsWhenPageIsServed() {
        HttpResponse<String> page = gateway.get("/");
        String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
        assertThat(policy)
                .contains("default-src 'none'")
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContainPattern("<script(?![^>]*src=)").doesNotContain("style=");
        Stream.of("/page/main.js", "/page/try.js", "/page/run.js", "/page/api.js", "/page/uplot.js", "/page/style.css")
                .forEach(path ->
                        assertThat(gateway.get(path).statusCode()).as(path).isEqualTo(200));
    }

    private void observe(Seen seen) throws Exception {
        gateway.server
                .observe(List.of(seen))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @Test
    void shouldShowAlarmsOfDriftMonitorsAsAMetric() throws Exception {
        observe(new Seen.Drift("votes", 9, 8, true, TestGateway.NOW));
        assertThat(gateway.meters.get("thumbstream.drift.alarm").gauge().value())
                .isOne();
        observe(new Seen.Drift("votes", 0, 8, false, TestGateway.NOW));
        assertThat(gateway.meters.get("thumbstream.drift.alarm").gauge().value())
                .isZero();
    }

    private String watched() throws Exception {
        return JSON.readTree(gateway.get("/v1/status?feedback_id=v1").body())
                .at("/watched/state")
                .asText();
    }

    private double counter(String kind, String outcome) {
        return gateway.meters
                .get("thumbstream.feedback")
                .tag("kind", kind)
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private void awaitWaiting(int wanted) throws Exception {
        while (gateway.server
                        .waiting()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get()
                != wanted) {
            Thread.onSpinWait();
        }
    }
}
