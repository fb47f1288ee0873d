package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.answer.AnswerChunk;
import io.thumbstream.gateway.event.GatewayEvent;
import io.thumbstream.gateway.event.LogUnavailableException.Part;
import io.thumbstream.gateway.event.PromptEvent;
import io.thumbstream.schemas.RolloutIds;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every path and status of the API description, asked of a running gateway; a status without a case here fails. */
class OpenApiTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String CHAT = "/v1/chat/completions";
    private static final String ROLLOUTS = "/v1/rollouts";
    private static final String FEEDBACK = "/v1/feedback";
    private static final String BATCH = "/v1/feedback:batch";
    private static final String ONE = "/v1/feedback/{id}";
    private static final Set<String> OWNED = Set.of("POST " + FEEDBACK, "DELETE " + ONE);
    private static final String PROMPT =
            "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]}";
    private static final String VOTE = "{\"id\":\"v\",\"kind\":\"thumb\",\"rollout_id\":\"abc.0\",\"value\":\"up\"}";
    private static final String EXCHANGE =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}],\"response\":\"pong\"}";
    private static final Map<String, Case> CASES = cases();

    /** What to do to get a status. */
    interface Case {
        HttpResponse<?> ask(TestGateway gateway) throws Exception;
    }

    @ParameterizedTest
    @MethodSource("documented")
    void shouldAnswerAsDescribedWhenAskedForIt(String method, String path, String status, JsonNode description)
            throws Exception {
        Case one = CASES.get(method + " " + path + " " + status);
        assertThat(one).as("a case for %s %s %s", method, path, status).isNotNull();
        try (TestGateway gateway = new TestGateway(settings(method + " " + path, status))) {
            HttpResponse<?> response = one.ask(gateway);
            assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(Integer.parseInt(status));
            String type =
                    response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
            assertThat(description.path("content").has(type))
                    .as("content type " + type)
                    .isTrue();
            for (String header : List.of("Retry-After", "WWW-Authenticate")) {
                assertThat(response.headers().firstValue(header).isPresent())
                        .as(header)
                        .isEqualTo(description.path("headers").has(header));
            }
            for (String header : names(description.path("headers"))) {
                assertThat(response.headers().firstValue(header)).as(header).isPresent();
            }
        }
    }

    private static GatewaySettings settings(String call, String status) {
        if (status.equals("401") || status.equals("403") && !OWNED.contains(call)) {
            return TestGateway.settings(Keys.LOCKED);
        }
        if (status.equals("429") && !call.equals("POST " + CHAT)) {
            return TestGateway.settings("rates: {key: {per-second: 1, burst: 1}}");
        }
        GatewaySettings.Limits limits =
                new GatewaySettings.Limits(4, 500, status.equals("429") ? 1 : 256, 4_096, 32_768);
        Duration patience =
                switch (status) {
                    case "504" -> Duration.ofMillis(300);
                    case "429" -> Duration.ofSeconds(3); // the first must still wait when the second comes
                    default -> Duration.ofSeconds(20);
                };
        return TestGateway.settings(limits, patience);
    }

    @Test
    void shouldServeExactlyTheDescriptionWhenAsked() throws Exception {
        try (TestGateway gateway = new TestGateway()) {
            assertThat(YAML.readTree(gateway.get("/openapi.yaml").body())).isEqualTo(description());
        }
    }

    @Test
    void shouldHaveNoCaseWhenNothingIsDescribed() throws IOException {
        List<String> described = documented()
                .map(line -> line.get()[0] + " " + line.get()[1] + " " + line.get()[2])
                .toList();
        assertThat(CASES.keySet()).containsExactlyInAnyOrderElementsOf(described);
    }

    static Stream<Arguments> documented() throws IOException {
        JsonNode root = description();
        Stream.Builder<Arguments> lines = Stream.builder();
        root.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> method.getValue()
                        .path("responses")
                        .fields()
                        .forEachRemaining(response -> lines.add(Arguments.of(
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                response.getKey(),
                                resolve(root, response.getValue()))))));
        return lines.build();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode description() throws IOException {
        return YAML.readTree(OpenApiTest.class.getResource("/io/thumbstream/gateway/openapi.yaml"));
    }

    private static JsonNode resolve(JsonNode root, JsonNode response) {
        return response.has("$ref") ? root.at(response.path("$ref").asText().substring(1)) : response;
    }

    private static Map<String, Case> cases() {
        Map<String, Case> cases = new TreeMap<>();
        for (String path : List.of("/v1/models", "/v1/asks", "/v1/status", "/openapi.yaml", "/")) {
            cases.put("GET " + path + " 200", gateway -> gateway.get(path));
        }
        cases.put("GET /v1/asks 400", gateway -> gateway.get("/v1/asks?limit=0"));
        cases.put("GET /v1/models/{model} 200", gateway -> gateway.get("/v1/models/support"));
        cases.put("GET /v1/models/{model} 404", gateway -> gateway.get("/v1/models/gpt-9"));
        cases.put("GET /v1/status/stream 200", OpenApiTest::stream);
        cases.put("GET /v1/status/stream 429", OpenApiTest::watched);
        post(cases, CHAT, 200, PROMPT);
        post(cases, CHAT, 400, "{\"model\":\"support\",\"messages\":3}");
        post(cases, CHAT, 404, PROMPT.replace("support", "gpt-9"));
        post(cases, ROLLOUTS, 202, EXCHANGE);
        post(cases, ROLLOUTS, 207, "{\"items\":[" + EXCHANGE + ",{}]}");
        post(cases, ROLLOUTS, 400, "{");
        post(cases, FEEDBACK, 202, VOTE);
        post(cases, FEEDBACK, 400, VOTE.replace("up", "sideways"));
        post(cases, FEEDBACK, 403, VOTE.replace("abc.0", "AAAAAAAAAAAAAAAAAAAAAA-00000000.0"));
        post(cases, BATCH, 202, "{\"items\":[" + VOTE + "]}");
        post(cases, BATCH, 207, "{\"items\":[" + VOTE + ",{}]}");
        post(cases, BATCH, 400, "{\"items\":[]}");
        for (String path : List.of(CHAT, ROLLOUTS, FEEDBACK, BATCH)) {
            String good = path.equals(CHAT) ? PROMPT : path.equals(ROLLOUTS) ? EXCHANGE : VOTE;
            String body = path.equals(BATCH) ? "{\"items\":[" + good + "]}" : good;
            post(cases, path, 413, " ".repeat(2_000_000) + body);
            cases.put(
                    "POST " + path + " 415",
                    gateway -> gateway.send(HttpRequest.newBuilder(gateway.uri(path))
                            .header("Content-Type", "text/plain")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build()));
            cases.put("POST " + path + " 429", gateway -> {
                assertThat(gateway.post(path, body).statusCode()).isEqualTo(202);
                return gateway.post(path, body);
            });
            cases.put("POST " + path + " 503", gateway -> {
                gateway.log.failWith(Part.BROKER);
                return gateway.post(path, body);
            });
        }
        lock(cases);
        ByIdCases.addTo(cases);
        FormatCases.addTo(cases);
        cases.put("POST " + CHAT + " 429", OpenApiTest::crowded);
        cases.put("POST " + CHAT + " 502", gateway -> {
            gateway.log.onEvent(event -> fail(gateway, event));
            return gateway.post(CHAT, PROMPT);
        });
        cases.put("POST " + CHAT + " 504", gateway -> {
            gateway.log.onEvent(event -> {});
            return gateway.post(CHAT, PROMPT);
        });
        return cases;
    }

    /** Without a key, and with one that may do something else. */
    private static void lock(Map<String, Case> cases) {
        for (String path : List.of(CHAT, ROLLOUTS, FEEDBACK, BATCH)) {
            cases.put("POST " + path + " 401", gateway -> gateway.post(path, PROMPT));
            String other = path.equals(ROLLOUTS) ? Keys.TALKER : Keys.SENDER;
            cases.putIfAbsent(
                    "POST " + path + " 403",
                    gateway -> gateway.send(gateway.request(path, PROMPT)
                            .header("Authorization", "Bearer " + other)
                            .build()));
        }
        for (String path :
                List.of("/v1/models", "/v1/models/{model}", "/v1/asks", ONE, "/v1/status", "/v1/status/stream")) {
            String real = path.replace("{model}", "support").replace("{id}", "v");
            cases.put("GET " + path + " 401", gateway -> gateway.get(real));
            cases.put(
                    "GET " + path + " 403",
                    gateway -> gateway.send(HttpRequest.newBuilder(gateway.uri(real))
                            .header("Authorization", "Bearer " + Keys.SENDER)
                            .build()));
        }
    }

    private static void post(Map<String, Case> cases, String path, int status, String body) {
        cases.put("POST " + path + " " + status, gateway -> gateway.post(path, body));
    }

    private static void fail(TestGateway gateway, GatewayEvent event) {
        if (event instanceof PromptEvent prompt) {
            AnswerChunk.End end = new AnswerChunk.End("error", 1, 0, Optional.of("out of memory"));
            gateway.server.deliver(
                    List.of(new AnswerChunk(RolloutIds.of(prompt.groupId(), 0), 0, "", Optional.of(end), 1)));
        }
    }

    /** One place, taken by a prompt that is never answered. */
    private static HttpResponse<?> crowded(TestGateway gateway) throws Exception {
        gateway.log.onEvent(event -> {});
        var first = HttpClient.newHttpClient()
                .sendAsync(gateway.request(CHAT, PROMPT).build(), HttpResponse.BodyHandlers.ofString());
        while (gateway.log.events().isEmpty()) {
            Thread.onSpinWait();
        }
        HttpResponse<String> refused = gateway.post(CHAT, PROMPT);
        assertThat(first.get().statusCode()).isEqualTo(504);
        return refused;
    }

    /** As many streams as there may be, and one more. */
    private static HttpResponse<?> watched(TestGateway gateway) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request =
                HttpRequest.newBuilder(gateway.uri("/v1/status/stream")).build();
        List<Stream<String>> open = new ArrayList<>();
        try {
            for (int i = 0; i < StatusResource.MOST_WATCHERS; i++) {
                open.add(client.send(request, HttpResponse.BodyHandlers.ofLines())
                        .body());
            }
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } finally {
            open.forEach(Stream::close);
        }
    }

    /** Reads the first event of a stream that never ends. */
    private static HttpResponse<?> stream(TestGateway gateway) throws Exception {
        HttpResponse<Stream<String>> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(gateway.uri("/v1/status/stream")).build(),
                        HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            assertThat(lines.filter(line -> line.startsWith("data: {")).findFirst())
                    .isPresent();
        }
        return response;
    }
}
