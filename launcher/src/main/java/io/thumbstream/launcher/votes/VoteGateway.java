package io.thumbstream.launcher.votes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends batches to the gateway, one at a time and in order, and again while the gateway cannot store them.
 *
 * <p>Sending an item twice has one effect because every item has a name of its own.
 */
final class VoteGateway {
    private static final int ACCEPTED = 202;
    private static final int MULTI_STATUS = 207;
    private static final int TRY_LATER = 429;
    private static final int SERVER_ERROR = 500;
    private static final int ATTEMPTS = 60;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;

    /**
     * What became of one item.
     *
     * @param rolloutId id of a stored exchange, empty for feedback
     * @param refusal why it was refused, empty when it was stored
     */
    record Answer(String rolloutId, Optional<String> refusal) {}

    VoteGateway(URI base) {
        this.base = base;
    }

    /**
     * Stores items and returns one answer each, in order.
     *
     * @throws IOException when the gateway does not answer for about a minute, or refuses the whole batch
     */
    List<Answer> send(String path, List<ObjectNode> items) throws IOException, InterruptedException {
        Answer[] answers = new Answer[items.size()];
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            open.add(i);
        }
        String trouble = "";
        for (int attempt = 0; attempt < ATTEMPTS && !open.isEmpty(); attempt++) {
            if (attempt > 0) {
                pause();
            }
            try {
                List<Integer> asked = open;
                open = take(post(path, asked.stream().map(items::get).toList()), asked, answers);
                trouble = "it could not store " + open.size() + " items";
            } catch (IOException e) {
                trouble = e.toString();
            }
        }
        if (!open.isEmpty()) {
            throw new IOException("The gateway at " + base + " did not take the votes (" + trouble
                    + "); check that it runs, then start the import again: it goes on where it stopped");
        }
        return List.of(answers);
    }

    private HttpResponse<String> post(String path, List<ObjectNode> items) throws IOException, InterruptedException {
        ObjectNode body = json.createObjectNode();
        ArrayNode list = body.putArray("items");
        items.forEach(list::add);
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Notes what is settled and returns the places of the items to send again. */
    private List<Integer> take(HttpResponse<String> response, List<Integer> asked, Answer[] answers)
            throws IOException {
        int status = response.statusCode();
        if (status == TRY_LATER || status >= SERVER_ERROR && !response.body().contains("\"results\"")) {
            return asked;
        }
        JsonNode results = parse(response).path("results");
        if (!results.isArray() || results.size() != asked.size()) {
            throw new IOException("status " + status + " for " + asked.size()
                    + " items instead of one result for each: "
                    + response.body().substring(0, Math.min(200, response.body().length())));
        }
        List<Integer> again = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            JsonNode result = results.get(i);
            int one = result.path("status").asInt();
            if (one == TRY_LATER || one >= SERVER_ERROR) {
                again.add(asked.get(i));
            } else {
                answers[asked.get(i)] = answer(one, result);
            }
        }
        return again;
    }

    private static Answer answer(int status, JsonNode result) {
        if (status == ACCEPTED || status == MULTI_STATUS) {
            return new Answer(result.path("result").path("rollout_id").asText(""), Optional.empty());
        }
        JsonNode problem = result.path("problem");
        String title = problem.path("title").asText("status " + status);
        return new Answer("", Optional.of("refused by the gateway: " + title));
    }

    private JsonNode parse(HttpResponse<String> response) throws IOException {
        try {
            return json.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IOException("status " + response.statusCode() + " with an answer that is not JSON", e);
        }
    }

    private static void pause() throws InterruptedException {
        boolean never = new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        if (never) {
            throw new IllegalStateException("nobody opens this latch");
        }
    }
}
