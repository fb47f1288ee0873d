package io.thumbstream.launcher.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Asks and votes over HTTP like any OpenAI-compatible client, and remembers every status that came back. */
public final class Customer {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Supplier<URI> gateway;
    private final String name;
    private final List<Integer> statuses = new ArrayList<>();

    /**
     * An answer as its customer sees it.
     *
     * @param id what a vote names
     * @param policyVersion policy that wrote it
     */
    public record Answer(String id, String text, long policyVersion) {}

    /**
     * @param gateway where to ask; looked up for each request, because a restart moves it
     * @param name the person
     */
    public Customer(Supplier<URI> gateway, String name) {
        this.gateway = gateway;
        this.name = name;
    }

    /** Asks and waits for the answer. */
    public Answer ask(String question) {
        return askAtOnce(question, 1).get(0);
    }

    /** Asks the same several times at once and waits for all answers. */
    public List<Answer> askAtOnce(String question, int times) {
        ObjectNode body = json.createObjectNode().put("model", "support").put("user", name);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        List<CompletableFuture<HttpResponse<String>>> asked = IntStream.range(0, times)
                .mapToObj(i -> http.sendAsync(post("/v1/chat/completions", body), HttpResponse.BodyHandlers.ofString()))
                .toList();
        return asked.stream().map(one -> answer(one.join())).toList();
    }

    private Answer answer(HttpResponse<String> response) {
        JsonNode body = taken(response);
        return new Answer(
                body.path("id").asText(),
                body.at("/choices/0/message/content").asText(),
                body.at("/thumbstream/policy_version").asLong(-1));
    }

    /** Thumbs an answer, {@code up} or {@code down}, and returns the status. */
    public int thumb(String voteId, Answer answer, String value) {
        ObjectNode body = json.createObjectNode()
                .put("id", voteId)
                .put("kind", "thumb")
                .put("rollout_id", answer.id())
                .put("value", value)
                .put("user", name);
        HttpResponse<String> response = http.sendAsync(post("/v1/feedback", body), HttpResponse.BodyHandlers.ofString())
                .join();
        JsonNode unused = taken(response);
        return response.statusCode();
    }

    /** What the gateway says about the run. */
    public JsonNode status() {
        HttpRequest request = HttpRequest.newBuilder(gateway.get().resolve("/v1/status"))
                .timeout(TIMEOUT)
                .build();
        return taken(
                http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join());
    }

    /** Status of every request so far. */
    public List<Integer> statuses() {
        return List.copyOf(statuses);
    }

    private HttpRequest post(String path, ObjectNode body) {
        return HttpRequest.newBuilder(gateway.get().resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    private JsonNode taken(HttpResponse<String> response) {
        statuses.add(response.statusCode());
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("status " + response.statusCode() + " with " + response.body(), e);
        }
    }
}
