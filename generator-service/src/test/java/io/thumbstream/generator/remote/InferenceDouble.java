package io.thumbstream.generator.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.generator.remote.RemoteSettings.LogProbs;
import io.thumbstream.generator.remote.RemoteSettings.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An inference server of this process that speaks as vLLM or SGLang do, knows one answer, and fails as it is told.
 *
 * <p>Token {@code i} of the answer has the log-probability {@code -(i + 1) / 64}, also when it is drawn behind a longer prompt.
 */
public final class InferenceDouble implements AutoCloseable {
    public static final String BASE = "base-model";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Server kind;
    private final int[] answer;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<Behaviour> script = new ConcurrentLinkedDeque<>();
    private volatile boolean refusing;
    private volatile int promptLength;
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final Set<String> adapters = ConcurrentHashMap.newKeySet();

    /** What the server does with a request for an answer. */
    interface Behaviour {
        void answer(HttpExchange exchange, JsonNode body) throws IOException;
    }

    /** A request as it came. */
    record Asked(String path, JsonNode body, Optional<String> authorization) {}

    public InferenceDouble(Server kind, String answer) throws IOException {
        this.kind = kind;
        this.answer = new ByteTokenizer().encode(answer);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public RemoteSettings settings() {
        return settings(LogProbs.DEFAULT, 5);
    }

    RemoteSettings settings(LogProbs logProbs, int retries) {
        return new RemoteSettings(
                kind,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                "key",
                BASE,
                Path.of("unused"),
                64,
                logProbs,
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                retries,
                Duration.ofMillis(500),
                Duration.ofSeconds(30));
    }

    /** The next request for an answer is treated so; further calls add to the list. */
    void next(Behaviour behaviour) {
        script.add(behaviour);
    }

    /** Requests for answers so far. */
    List<JsonNode> generations() {
        return asked.stream()
                .filter(each -> isGeneration(each.path()))
                .map(Asked::body)
                .toList();
    }

    static float logProb(int index) {
        return -(index + 1) / 64f;
    }

    private static boolean isGeneration(String path) {
        return path.equals("/v1/completions") || path.equals("/generate");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] sent = exchange.getRequestBody().readAllBytes();
            JsonNode body = sent.length == 0 ? JSON.createObjectNode() : JSON.readTree(sent);
            asked.add(new Asked(
                    path, body, Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
            if (isGeneration(path)) {
                Behaviour behaviour = script.poll();
                (behaviour == null ? (Behaviour) this::whole : behaviour).answer(exchange, body);
            } else if (path.endsWith("load_lora_adapter")) {
                adapter(exchange, path, body);
            } else {
                reply(exchange, 200, "{\"object\":\"list\",\"data\":[{\"id\":\"" + BASE + "\"}]}");
            }
        }
    }

    /** From now on the server has no place for adapters. */
    void refuseAdapters() {
        refusing = true;
    }

    private void adapter(HttpExchange exchange, String path, JsonNode body) throws IOException {
        if (refusing) {
            reply(exchange, 404, "{\"detail\":\"Not Found\"}");
            return;
        }
        String name = body.path("lora_name").asText();
        boolean changed = path.contains("unload") ? adapters.remove(name) : adapters.add(name);
        if (kind == Server.SGLANG) {
            reply(
                    exchange,
                    changed ? 200 : 400,
                    changed
                            ? "{\"success\":true,\"loaded_adapters\":{}}"
                            : "{\"success\": false, \"error_message\":\"LoRA adapter " + name
                                    + " is already loaded\"}");
        } else {
            reply(
                    exchange,
                    changed ? 200 : 400,
                    changed
                            ? "Success: LoRA adapter '" + name + "' added successfully."
                            : "{\"error\":{\"message\":\"The lora adapter '" + name
                                    + "' has already been loaded.\",\"code\":400}}");
        }
    }

    /** The whole answer, or as much as is asked for. */
    void whole(HttpExchange exchange, JsonNode body) throws IOException {
        stream(exchange, events(body), true);
    }

    /** Some events of the answer, and then a stream that ends. */
    Behaviour cut(int events) {
        return (exchange, body) -> stream(exchange, events(body).subList(0, events), false);
    }

    /** A status and a body. */
    static Behaviour status(int status, String text) {
        return (exchange, body) -> reply(exchange, status, text);
    }

    /** A status that asks for patience. */
    static Behaviour busy(int status, int seconds) {
        return (exchange, body) -> {
            exchange.getResponseHeaders().add("Retry-After", String.valueOf(seconds));
            reply(exchange, status, "{\"error\":{\"message\":\"too many\"}}");
        };
    }

    /** A stream of these events. */
    static Behaviour events(String... events) {
        return (exchange, body) -> stream(exchange, List.of(events), true);
    }

    /** Nothing but a connection that closes. */
    static Behaviour hangUp() {
        return (exchange, body) -> {};
    }

    static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static void stream(HttpExchange exchange, List<String> events, boolean done) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
        for (String event : events) {
            out.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        if (done) {
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
        out.close();
    }

    /** Events of two tokens each; a prompt of one token is a probe, a longer one than the first holds the beginning of the answer. */
    private List<String> events(JsonNode body) {
        JsonNode prompt = kind == Server.SGLANG ? body.path("input_ids") : body.path("prompt");
        int most = kind == Server.SGLANG
                ? body.path("sampling_params").path("max_new_tokens").asInt()
                : body.path("max_tokens").asInt();
        if (prompt.size() > 1 && promptLength == 0) {
            promptLength = prompt.size();
        }
        int from = Math.max(0, prompt.size() - Math.max(1, promptLength));
        int until = Math.min(answer.length, from + most);
        List<String> events = new ArrayList<>();
        for (int at = from; at < until; at += 2) {
            int end = Math.min(until, at + 2);
            Optional<String> finish = end < until
                    ? Optional.empty()
                    : Optional.of(until < answer.length || until == from + most ? "length" : "stop");
            events.add(kind == Server.SGLANG ? sglang(from, end, finish) : vllm(at, end, finish));
        }
        return events;
    }

    private String vllm(int from, int until, Optional<String> finish) {
        ObjectNode event = JSON.createObjectNode();
        ObjectNode choice = event.putArray("choices").addObject();
        choice.put("index", 0).put("text", "not looked at");
        ArrayNode ids = choice.putArray("token_ids");
        ArrayNode logProbs = choice.putObject("logprobs").putArray("token_logprobs");
        for (int i = from; i < until; i++) {
            ids.add(answer[i]);
            logProbs.add(logProb(i));
        }
        finish.ifPresentOrElse(why -> choice.put("finish_reason", why), () -> choice.putNull("finish_reason"));
        return event.toString();
    }

    private String sglang(int from, int until, Optional<String> finish) {
        ObjectNode event = JSON.createObjectNode().put("text", "not looked at");
        ObjectNode meta = event.putObject("meta_info");
        ArrayNode listed = meta.putArray("output_token_logprobs");
        for (int i = from; i < until; i++) {
            listed.addArray().add(logProb(i)).add(answer[i]).addNull();
        }
        meta.put("completion_tokens", until - from);
        finish.ifPresentOrElse(
                why -> meta.putObject("finish_reason").put("type", why), () -> meta.putNull("finish_reason"));
        return event.toString();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
