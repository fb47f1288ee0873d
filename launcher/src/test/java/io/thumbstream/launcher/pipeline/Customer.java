package io.thumbstream.launcher.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Asks and votes over HTTP like any OpenAI-compatible client, and remembers every status that came back. */
final class Customer {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Supplier<URI> gateway;
    private final String name;
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();

    /**
     * An answer as its customer sees it.
     *
     * @param id what a vote names
     * @param policyVersion policy that wrote it; -1 when nobody answered
     */
    record Answer(String id, String text, long policyVersion) {}

    /**
     * @param gateway where to ask; looked up for each request, because a restart moves it
     * @param name the person
     */
    Customer(Supplier<URI> gateway, String name) {
        this.gateway = gateway;
        this.name = name;
    }

    /** Asks and waits for the answer. */
    Answer ask(String question) {
        ObjectNode body = json.createObjectNode().put("model", "support").put("user", name);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        JsonNode completion = read(post("/v1/chat/completions", body));
        return new Answer(
                completion.path("id").asText(),
                completion.at("/choices/0/message/content").asText(),
                completion.at("/thumbstream/policy_version").asLong(-1));
    }

    /** Thumbs an answer, {@code up} or {@code down}, and returns the status. */
    int thumb(String voteId, Answer answer, String value) {
        ObjectNode body = json.createObjectNode()
                .put("id", voteId)
                .put("kind", "thumb")
                .put("rollout_id", answer.id())
                .put("value", value)
                .put("user", name);
        return post("/v1/feedback", body).statusCode();
    }

    /** Likes an answer of another system by the name that it has there, and returns the status. */
    int likeExternal(String voteId, String answer) {
        ObjectNode body = json.createObjectNode()
                .put("id", voteId)
                .put("kind", "thumb")
                .put("value", "up")
                .put("user", name);
        body.putObject("external_id").put("namespace", "other").put("id", answer);
        return post("/v1/feedback", body).statusCode();
    }

    /** Sends a question with the answer that another system gave to it, and returns the status. */
    int tellExternal(String answer, String question) {
        ObjectNode body = json.createObjectNode().put("response", "It is on its way.");
        body.putObject("external_id").put("namespace", "other").put("id", answer);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        return post("/v1/rollouts", body).statusCode();
    }

    /** How far a vote has come; empty when the gateway does not know it. */
    String stage(String voteId) {
        return read(send(HttpRequest.newBuilder(gateway.get().resolve("/v1/feedback/" + voteId))))
                .path("status")
                .asText();
    }

    /** What the gateway says about the run. */
    JsonNode status() {
        return read(send(HttpRequest.newBuilder(gateway.get().resolve("/v1/status"))));
    }

    /** Status of every request so far. */
    List<Integer> statuses() {
        return List.copyOf(statuses);
    }

    private HttpResponse<String> post(String path, ObjectNode body) {
        return send(HttpRequest.newBuilder(gateway.get().resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpResponse<String> response = http.sendAsync(
                        request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString())
                .join();
        statuses.add(response.statusCode());
        return response;
    }

    private JsonNode read(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("status " + response.statusCode() + " with " + response.body(), e);
        }
    }
}
