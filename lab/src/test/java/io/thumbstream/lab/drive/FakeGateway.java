package io.thumbstream.lab.drive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gateway on the loopback address that answers from the grammar, refuses every third call with 503, and asks people to compare the two
 * answers to every second question that has two.
 */
final class FakeGateway implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final SupportTask task;
    private final String compare;
    private final SplittableRandom random = new SplittableRandom(1);
    private final HttpServer server;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong groups = new AtomicLong();
    private final List<JsonNode> feedback = new ArrayList<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    FakeGateway(SupportTask task) throws IOException {
        this(task, "at-once");
    }

    /** @param compare what people are told about comparing two answers: {@code at-once} or {@code when-asked} */
    FakeGateway(SupportTask task, String compare) throws IOException {
        this.task = task;
        this.compare = compare;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::chat);
        server.createContext("/v1/feedback", this::feedback);
        server.createContext("/v1/asks", this::asks);
        server.setExecutor(Executors.newSingleThreadExecutor());
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    List<JsonNode> accepted() {
        synchronized (feedback) {
            return List.copyOf(feedback);
        }
    }

    /** Groups of the questions whose answers people are asked to compare. */
    Set<String> asked() {
        return Set.copyOf(asked);
    }

    /** Questions that were answered. */
    long questions() {
        return groups.get();
    }

    private void asks(HttpExchange exchange) throws IOException {
        if (refused(exchange)) {
            return;
        }
        ObjectNode body = json.createObjectNode();
        ArrayNode open = body.putArray("asks");
        asked.forEach(group -> open.addObject()
                .put("kind", "pair")
                .put("group", group)
                .putArray("rollout_ids")
                .add(group + ".0")
                .add(group + ".1"));
        send(exchange, 200, body);
    }

    private void chat(HttpExchange exchange) throws IOException {
        JsonNode request = json.readTree(exchange.getRequestBody());
        if (refused(exchange)) {
            return;
        }
        SupportPrompt prompt = task.read(
                        request.path("messages").path(0).path("content").asText())
                .orElseThrow();
        long group = groups.incrementAndGet();
        ObjectNode body = json.createObjectNode();
        body.put("id", "g" + group + ".0");
        ArrayNode choices = body.putArray("choices");
        for (int i = 0; i < request.path("n").asInt(1); i++) {
            ObjectNode choice = choices.addObject();
            choice.putObject("message").put("content", task.write(prompt, task.samplePlan(prompt, random), random));
            choice.putObject("thumbstream")
                    .put("rollout_id", "g" + group + "." + i)
                    .put("policy_version", 7)
                    .put("compare", compare);
        }
        if (choices.size() == 2 && group % 2 == 0) {
            asked.add("g" + group);
        }
        send(exchange, 200, body);
    }

    private void feedback(HttpExchange exchange) throws IOException {
        JsonNode request = json.readTree(exchange.getRequestBody());
        if (refused(exchange)) {
            return;
        }
        synchronized (feedback) {
            feedback.add(request);
        }
        send(exchange, 202, json.createObjectNode().put("id", request.path("id").asText()));
    }

    private boolean refused(HttpExchange exchange) throws IOException {
        if (calls.incrementAndGet() % 3 != 0) {
            return false;
        }
        exchange.getResponseHeaders().set("Retry-After", "0");
        send(exchange, 503, json.createObjectNode().put("detail", "busy"));
        return true;
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
