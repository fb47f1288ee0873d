package io.thumbstream.launcher.votes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Gateway on the loopback address that stores each item once and refuses what it is told to refuse. */
final class FakeVoteGateway implements AutoCloseable {
    private static final int ACCEPTED = 202;
    private static final int BAD = 400;
    private static final int UNAVAILABLE = 503;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final Predicate<JsonNode> refused;
    private final Map<String, JsonNode> exchanges = new LinkedHashMap<>();
    private final Map<String, JsonNode> votes = new LinkedHashMap<>();
    private final List<Integer> batches = new ArrayList<>();
    private int busy;

    /** @param refused items to refuse for good */
    FakeVoteGateway(Predicate<JsonNode> refused) throws IOException {
        this.refused = refused;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(PairsImport.EXCHANGES, exchange -> take(exchange, exchanges));
        server.createContext(PairsImport.FEEDBACK, exchange -> take(exchange, votes));
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Votes stored, by id, in the order of their first arrival. */
    synchronized Map<String, JsonNode> votes() {
        return new LinkedHashMap<>(votes);
    }

    /** Exchanges stored. */
    synchronized int exchanges() {
        return exchanges.size();
    }

    /** Sizes of the batches of votes that arrived, repeated ones included. */
    synchronized List<Integer> batches() {
        return List.copyOf(batches);
    }

    /** Answers the next calls with 503. */
    synchronized void beBusy(int calls) {
        busy = calls;
    }

    private synchronized void take(HttpExchange exchange, Map<String, JsonNode> store) throws IOException {
        JsonNode items = json.readTree(exchange.getRequestBody()).path("items");
        if (busy > 0) {
            busy--;
            send(exchange, UNAVAILABLE, json.createObjectNode().put("title", "busy"));
            return;
        }
        if (store == votes) {
            batches.add(items.size());
        }
        ObjectNode body = json.createObjectNode();
        for (JsonNode item : items) {
            ObjectNode result = body.withArray("results").addObject();
            if (refused.test(item)) {
                result.put("status", BAD).putObject("problem").put("title", "not here");
            } else {
                store.putIfAbsent(item.path("id").asText(), item);
                result.put("status", ACCEPTED)
                        .putObject("result")
                        .put("rollout_id", item.path("id").asText());
            }
        }
        send(exchange, ACCEPTED, body);
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
