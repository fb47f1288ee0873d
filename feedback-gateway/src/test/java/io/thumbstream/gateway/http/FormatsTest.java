package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.gateway.event.ExchangeEvent;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import io.thumbstream.gateway.event.LogUnavailableException.Part;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.schemas.RolloutIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The formats of other systems over HTTP, in and out. */
class FormatsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FEEDBACK = "/v1/feedback";
    private static final String DATA = "{\"rollout_id\":\"abc.0\",\"value\":1}";
    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"type\":\"io.thumbstream.feedback.v1.thumb\",\"source\":\"/shop/caf%C3%A9\","
                    + "\"id\":\"7\",\"time\":\"2026-11-01T11:00:00Z\",\"data\":" + DATA + "}";

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
    void shouldStoreTheSameWhenACloudEventComesInAnyMode() throws Exception {
        HttpResponse<String> structured = post(FEEDBACK, "application/cloudevents+json; charset=UTF-8", EVENT);
        HttpResponse<String> binary = gateway.send(gateway.request(FEEDBACK, DATA)
                .header("ce-specversion", "1.0")
                .header("ce-type", "io.thumbstream.feedback.v1.thumb")
                .header("ce-source", "/shop/caf%25C3%25A9")
                .header("ce-id", "7")
                .header("ce-time", "2026-11-01T11:00:00Z")
                .build());
        HttpResponse<String> batch = post(FEEDBACK, "application/cloudevents-batch+json", "[" + EVENT + "]");
        assertThat(List.of(structured.statusCode(), binary.statusCode(), batch.statusCode()))
                .as(structured.body() + binary.body() + batch.body())
                .containsOnly(202);
        assertThat(binary.body()).isEqualTo(structured.body());
        assertThat(JSON.readTree(batch.body()).at("/results/0/result")).isEqualTo(JSON.readTree(structured.body()));
        FeedbackEvent first = (FeedbackEvent) gateway.log.events().get(0);
        assertThat(gateway.log.events()).containsExactly(first, first, first);
        assertThat(first.kind()).isEqualTo(Kind.THUMB);
        assertThat(first.source()).isEqualTo("/shop/caf%C3%A9");
        assertThat(gateway.log.headers())
                .allSatisfy(headers ->
                        assertThat(headers).containsEntry("ce_id", "7").containsEntry("ce_source", "/shop/caf%C3%A9"));
    }

    @Test
    void shouldAnswerEachEventOfABatchOnItsOwn() throws Exception {
        HttpResponse<String> mixed = post(
                FEEDBACK, "application/cloudevents-batch+json", "[" + EVENT + "," + EVENT.replace("1.0", "0.3") + "]");
        assertThat(mixed.statusCode()).isEqualTo(207);
        JsonNode results = JSON.readTree(mixed.body()).path("results");
        assertThat(results.at("/0/status").asInt()).isEqualTo(202);
        assertThat(results.at("/1/status").asInt()).isEqualTo(400);
        assertThat(results.at("/1/id").asText()).isEqualTo("7");
        assertThat(results.at("/1/problem/field").asText()).isEqualTo("specversion");
        assertThat(gateway.log.events()).hasSize(1);
    }

    @Test
    void shouldStoreEvaluationsAndCountOtherRecords() throws Exception {
        String two = FormatCases.EVALUATION.replace("\"logRecords\":[", "\"logRecords\":[{\"eventName\":\"other\"},");
        JsonNode answer = JSON.readTree(gateway.post(FormatCases.LOGS, two).body());
        assertThat(answer.at("/partialSuccess/rejectedLogRecords").asText()).isEqualTo("1");
        assertThat(answer.at("/partialSuccess/errorMessage").asText()).startsWith("record 0: 'eventName' is 'other'");
        FeedbackEvent event = (FeedbackEvent) gateway.log.events().get(0);
        assertThat(event.kind()).isEqualTo(Kind.OUTCOME);
        assertThat(event.targets()).containsExactly("x-span-00f067aa0ba902b7.0");
        assertThat(event.feedbackId()).matches("otel-[A-Za-z0-9_-]{22}");
        assertThat(gateway.log.events()).hasSize(1);
        assertThat(gateway.post(FormatCases.LOGS, FormatCases.EVALUATION).body())
                .as("a full success says nothing")
                .isEqualTo("{}");
        assertThat(gateway.log.events()).as("brokers have it").hasSize(1);
        assertThat(gateway.post(FormatCases.LOGS, "{}").body()).isEqualTo("{}");
    }

    @Test
    void shouldStoreAgainAnEvaluationThatBecameADeadLetter() throws Exception {
        assertThat(gateway.post(FormatCases.LOGS, FormatCases.EVALUATION).statusCode())
                .isEqualTo(200);
        FeedbackEvent event = (FeedbackEvent) gateway.log.events().get(0);
        Void unused = gateway.server
                .observe(List.of(new Seen.Refusal(event.feedbackId(), "unknown-rollout")))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        assertThat(gateway.post(FormatCases.LOGS, FormatCases.EVALUATION).statusCode())
                .isEqualTo(200);
        assertThat(gateway.log.events()).containsExactly(event, event);
    }

    @Test
    void shouldUnpackGzipUpToTheSizeOfABody() throws Exception {
        assertThat(packed(FormatCases.EVALUATION).statusCode()).isEqualTo(200);
        assertThat(gateway.log.events()).hasSize(1);
        HttpResponse<String> bomb = packed(" ".repeat(3_000_000) + "{}");
        assertThat(bomb.statusCode()).isEqualTo(413);
        assertThat(bomb.body()).contains("when it is unpacked");
    }

    @Test
    void shouldAskForAllAgainWhenTheLogWasInTheWay() {
        gateway.log.failWith(Part.BROKER);
        HttpResponse<String> refused = gateway.post(FormatCases.LOGS, FormatCases.EVALUATION);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void shouldStoreAllAnnotationsOrNone() throws Exception {
        String good = FormatCases.ANNOTATION.substring("{\"data\":[".length(), FormatCases.ANNOTATION.length() - 2);
        HttpResponse<String> mixed =
                gateway.post(FormatCases.ANNOTATIONS, "{\"data\":[" + good + "," + good.replace("HUMAN", "CAT") + "]}");
        assertThat(mixed.statusCode()).isEqualTo(400);
        assertThat(mixed.body()).contains("annotation 1: ");
        assertThat(gateway.log.events()).isEmpty();
        String explained = good.replace("\"score\":1", "\"score\":1,\"explanation\":\"well\"");
        JsonNode answer = JSON.readTree(gateway.post(FormatCases.ANNOTATIONS, "{\"data\":[" + explained + "]}")
                .body());
        assertThat(answer.path("data")).hasSize(2);
        assertThat(gateway.log.events())
                .extracting(event -> ((FeedbackEvent) event).kind())
                .containsExactly(Kind.RATING, Kind.COMMENT);
        assertThat(answer.at("/data/0/id").asText())
                .isEqualTo(((FeedbackEvent) gateway.log.events().get(0)).feedbackId());
    }

    @Test
    void shouldGiveAnExchangeTheIdThatEarlierFeedbackWaitsFor() throws Exception {
        String name = "\"external_id\":{\"namespace\":\"openai\",\"id\":\"chatcmpl-1\"}";
        JsonNode vote =
                JSON.readTree(gateway.post(FEEDBACK, "{\"id\":\"v\",\"kind\":\"thumb\"," + name + ",\"value\":1}")
                        .body());
        JsonNode exchange = JSON.readTree(gateway.post(
                        "/v1/rollouts",
                        "{" + name + ",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}],\"response\":\"pong\"}")
                .body());
        assertThat(vote.at("/rollout_ids/0").asText())
                .isEqualTo(exchange.path("rollout_id").asText())
                .isEqualTo("x-openai-chatcmpl-1.0");
        ExchangeEvent stored = (ExchangeEvent) gateway.log.events().get(1);
        assertThat(RolloutIds.of(stored.groupId(), stored.index())).isEqualTo("x-openai-chatcmpl-1.0");
    }

    @Test
    void shouldExportWhatATracingSystemCanHold() throws Exception {
        observe(vote("t", "thumb", -1, "x-response-chatcmpl-1.0", "page"));
        observe(vote("o", "outcome", 0.5, "x-span-00f067aa0ba902b7.0", "otel:Relevance"));
        observe(vote("p", "pair", 1, "abc.0", "page"));
        observe(vote("w", "thumb", 1, "abc.0", "page"));
        observe(vote("x", "retract", 0, "abc.0", "page"), new Seen.Withdrawal("x", "w"));
        JsonNode records = JSON.readTree(
                        gateway.get("/v1/evaluations?format=otlp").body())
                .at("/resourceLogs/0/scopeLogs/0/logRecords");
        assertThat(records).hasSize(2);
        assertThat(records.at("/0/spanId").asText()).isEqualTo("00f067aa0ba902b7");
        assertThat(records.at("/0/timeUnixNano").asText()).isEqualTo("1793534400000000000");
        assertThat(attribute(records.path(0), "gen_ai.evaluation.name")).isEqualTo("Relevance");
        assertThat(attribute(records.path(1), "gen_ai.evaluation.score.label")).isEqualTo("down");
        assertThat(attribute(records.path(1), "gen_ai.response.id")).isEqualTo("chatcmpl-1");
        JsonNode data = JSON.readTree(gateway.get("/v1/evaluations?format=openinference&limit=1")
                        .body())
                .path("data");
        assertThat(data).hasSize(1);
        assertThat(data.at("/0/span_id").asText()).isEqualTo("00f067aa0ba902b7");
        assertThat(data.at("/0/annotator_kind").asText()).isEqualTo("CODE");
        assertThat(data.at("/0/result/score").asDouble()).isEqualTo(0.5);
        assertThat(data.at("/0/identifier").asText()).isEqualTo("o");
    }

    /** What goes out can come in again, about the same answer. */
    @Test
    void shouldTakeItsOwnExport() throws Exception {
        observe(vote("t", "thumb", -1, "x-span-00f067aa0ba902b7.0", "page"));
        for (String format : List.of("otlp", "openinference")) {
            String export = gateway.get("/v1/evaluations?format=" + format).body();
            String path = format.equals("otlp") ? FormatCases.LOGS : FormatCases.ANNOTATIONS;
            HttpResponse<String> taken = gateway.post(path, export);
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
            assertThat(taken.body()).doesNotContain("partialSuccess");
        }
        assertThat(gateway.log.events()).hasSize(2).allSatisfy(event -> {
            FeedbackEvent again = (FeedbackEvent) event;
            assertThat(again.kind()).isEqualTo(Kind.THUMB);
            assertThat(again.value()).hasValue(-1);
            assertThat(again.targets()).containsExactly("x-span-00f067aa0ba902b7.0");
        });
    }

    private static String attribute(JsonNode record, String key) {
        for (JsonNode pair : record.path("attributes")) {
            if (pair.path("key").asText().equals(key)) {
                return pair.at("/value/stringValue").asText();
            }
        }
        throw new AssertionError("no attribute " + key + " in " + record);
    }

    private static Seen vote(String id, String kind, double value, String target, String source) {
        return new Seen.Vote(
                id, kind, OptionalDouble.of(value), List.of(target), source, TestGateway.NOW, Optional.empty());
    }

    private void observe(Seen... seen) throws Exception {
        Void unused = gateway.server
                .observe(List.of(seen))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private HttpResponse<String> post(String path, String type, String body) {
        return gateway.send(HttpRequest.newBuilder(gateway.uri(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> packed(String body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
            stream.write(body.getBytes(StandardCharsets.UTF_8));
        }
        return gateway.send(HttpRequest.newBuilder(gateway.uri(FormatCases.LOGS))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray()))
                .build());
    }
}
