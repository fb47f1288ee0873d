package io.thumbstream.launcher.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A client that votes steadily, never sends anything again by itself, and keeps every answer as it came: what people see who do not
 * hide behind retries. Each vote is another person's, on an answer that was asked for by nobody, so that everybody may judge it.
 *
 * <p>One thread calls it; answers come on threads of the HTTP client.
 */
final class Witness {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    /** Several, so that the limit of votes on one answer is far away. */
    private static final int QUESTIONS = 8;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .build();
    private final URI gateway;
    private final String model;
    private final SeededRandom random;
    private final Journal journal;
    private final List<Answer> answers = new ArrayList<>();
    private final List<CompletableFuture<Observation>> underWay = new ArrayList<>();
    private final Queue<Observation> seen = new ConcurrentLinkedQueue<>();
    private long votes;

    /** An answer to vote on, with its receipt. */
    private record Answer(String rollout, Optional<String> receipt) {}

    /**
     * A witness that has nothing to vote on yet.
     *
     * @param model name that questions are asked of
     * @param random decides what it votes
     * @param journal told of what was accepted
     */
    Witness(URI gateway, String model, SeededRandom random, Journal journal) {
        this.gateway = gateway;
        this.model = model;
        this.random = random;
        this.journal = journal;
    }

    /**
     * Asks for the answers to vote on.
     *
     * @throws TransientException when there is none to a question
     */
    void ask() throws IOException {
        for (int i = 0; i < QUESTIONS; i++) {
            ObjectNode body = json.createObjectNode();
            body.put("model", model);
            body.putArray("messages").addObject().put("role", "user").put("content", "Where is parcel " + i + "?");
            Observation answer = post("question-" + i, "/v1/chat/completions", body.toString())
                    .join();
            if (!answer.accepted()) {
                throw new TransientException("a question was answered " + answer.status() + " " + answer.body()
                        + " although all parts are ready; see the logs of gateway and generator");
            }
            JsonNode completion = json.readTree(answer.body());
            answers.add(new Answer(
                    completion
                            .at("/choices/0/thumbstream/rollout_id")
                            .asText(completion.path("id").asText()),
                    Optional.ofNullable(completion.at("/thumbstream/receipt").textValue())));
        }
    }

    /** Gives the next vote. */
    void vote() {
        long number = votes++;
        String id = "witness-" + number;
        ObjectNode body = thumb(id, "witness-" + number, number, random.nextBoolean());
        CompletableFuture<Observation> unused = cast(id, "witness-" + number, body);
    }

    /** A thumb on one of the answers. */
    ObjectNode thumb(String id, String user, long sequence, boolean up) {
        Answer answer = answers.get(random.nextInt(answers.size()));
        return thumb(answer, id, user).put("user_sequence", sequence).put("value", up ? "up" : "down");
    }

    private ObjectNode thumb(Answer answer, String id, String user) {
        ObjectNode body = json.createObjectNode();
        body.put("id", id).put("kind", "thumb").put("user", user).put("rollout_id", answer.rollout());
        answer.receipt().ifPresent(receipt -> body.put("receipt", receipt));
        return body;
    }

    /** Sends a vote, whose answer is judged as one and kept. */
    CompletableFuture<Observation> cast(String id, String user, ObjectNode body) {
        CompletableFuture<Observation> answer = post(id, "/v1/feedback", body.toString())
                .thenApply(observed -> {
                    if (observed.accepted()) {
                        journal.accepted(user, id);
                    }
                    seen.add(observed);
                    return observed;
                });
        underWay.add(answer);
        return answer;
    }

    /** Posts anything; the answer never fails, a request without one has status 0. */
    CompletableFuture<Observation> post(String id, String path, String body) {
        long begun = System.nanoTime();
        return http.sendAsync(request(path, body), HttpResponse.BodyHandlers.ofString())
                .handle((response, failure) -> failure == null
                        ? new Observation(
                                id,
                                begun,
                                System.nanoTime(),
                                response.statusCode(),
                                response.body(),
                                response.headers().firstValue("Retry-After").isPresent())
                        : new Observation(id, begun, System.nanoTime(), 0, failure.toString(), false));
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** The id of a vote that was sent at {@code moment} or later and accepted. */
    Optional<String> acceptedSince(long moment) {
        return seen.stream()
                .filter(each -> each.accepted() && each.begun() - moment >= 0)
                .map(Observation::id)
                .findFirst();
    }

    /** Every vote as it was answered, in the order of the answers; waits for those under way. */
    List<Observation> seen() {
        underWay.forEach(CompletableFuture::join);
        return List.copyOf(seen);
    }

    /** The id of one of the answers. */
    String answer() {
        return answers.get(random.nextInt(answers.size())).rollout();
    }

    /** A body for a vote on an answer with a text of {@code characters}. */
    String comment(String id, int characters) {
        return thumb(answers.get(0), id, id)
                .put("kind", "comment")
                .put("text", "x".repeat(characters))
                .toString();
    }
}
