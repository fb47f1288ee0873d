package io.thumbstream.launcher.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Prompt;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway on a real broker and registry. */
class GatewayIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String PROMPT =
            "{\"model\":\"support\",\"user\":\"ann\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Where?\"}]}";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the tests
    private static GatewayRig rig;

    @BeforeAll
    static void start() {
        rig = new GatewayRig(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
    }

    @Test
    void shouldAnswerThroughTheLogWhenAsked() throws Exception {
        JsonNode body = JSON.readTree(
                post("/v1/chat/completions", PROMPT.formatted("false")).body());
        assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("Your parcel is on its way.");
        assertThat(body.at("/usage/total_tokens").asInt()).isEqualTo(10);
        Prompt prompt = rig.pipeline().prompts().poll(20, TimeUnit.SECONDS);
        assertThat(prompt).isNotNull();
        assertThat(prompt.getUserKey()).isPresent().get().asString().doesNotContain("ann");
    }

    @Test
    void shouldGoOnStreamingWhenPoisonLiesAmongTheChunks() throws Exception {
        rig.pipeline().sendPoison();
        HttpResponse<String> response = post("/v1/chat/completions", PROMPT.formatted("true"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("parcel ").endsWith("data: [DONE]\n\n");
    }

    @Test
    void shouldStoreVoteAndSayCountedWhenLabelAppears() throws Exception {
        JsonNode answer = JSON.readTree(
                post("/v1/chat/completions", PROMPT.formatted("false")).body());
        String vote = "{\"id\":\"vote-1\",\"kind\":\"thumb\",\"value\":\"up\",\"user\":\"%s\",\"rollout_id\":\""
                + answer.path("id").asText() + "\"}";
        assertThat(post("/v1/feedback", vote.formatted("bob")).statusCode()).isEqualTo(403);
        assertThat(post("/v1/feedback", vote.formatted("ann")).statusCode()).isEqualTo(202);
        Feedback stored = rig.pipeline().feedback().poll(20, TimeUnit.SECONDS);
        assertThat(stored).isNotNull();
        assertThat(stored.getFeedbackId()).isEqualTo("vote-1");
        await("/v1/status?feedback_id=vote-1", "/watched/state", "counted");
        rig.pipeline().publish();
        await("/v1/status", "/policy/version", "1");
    }

    private static void await(String path, String pointer, String wanted) throws Exception {
        for (int i = 0; i < 400; i++) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(rig.url(path))).build();
            String body =
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
            if (JSON.readTree(body).at(pointer).asText().equals(wanted)) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError(path + " never said " + wanted + " at " + pointer);
    }

    private static HttpResponse<String> post(String path, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(rig.url(path)))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
