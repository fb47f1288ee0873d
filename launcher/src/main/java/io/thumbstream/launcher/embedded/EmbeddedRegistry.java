package io.thumbstream.launcher.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry in this process that speaks Confluent's REST API for Avro, on the loopback interface only.
 *
 * <p>Its state is the compacted topic {@code _schemas}; a change is acknowledged by the broker before it is answered.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int THREADS = 4;
    private static final int BODY_LIMIT = 1 << 20;

    private final Object lock = new Object();
    private final RegistryLog log;
    private final RegistryRoutes routes;
    private final HttpServer server;
    private final ExecutorService workers;

    private EmbeddedRegistry(RegistryLog log, RegistryRoutes routes, HttpServer server) {
        this.log = log;
        this.routes = routes;
        this.server = server;
        this.workers = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "embedded-registry");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Reads the topic, creating it when new, and starts listening.
     *
     * @param bootstrapServers brokers that hold {@code _schemas}
     * @param port port to bind; 0 takes any free one
     * @throws ConfigException when the port is in use
     */
    public static EmbeddedRegistry start(String bootstrapServers, int port) {
        HttpServer server = listen(port);
        RegistryLog log = new RegistryLog(KafkaSettings.of(bootstrapServers, ""));
        RegistryState state = new RegistryState();
        log.replay(state::apply);
        RegistryRoutes routes = new RegistryRoutes(new RegistryService(state, log::append));
        EmbeddedRegistry registry = new EmbeddedRegistry(log, routes, server);
        server.setExecutor(registry.workers);
        server.createContext("/", registry::handle);
        server.start();
        LOG.atInfo().addKeyValue("url", registry.url()).log("embedded schema registry is up");
        return registry;
    }

    /** Base URL for clients. */
    public String url() {
        return "http://" + Ports.LOOPBACK + ":" + port();
    }

    /** Bound port. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
        log.close();
    }

    private static HttpServer listen(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(Ports.LOOPBACK, port), 0);
        } catch (IOException e) {
            throw new ConfigException("port " + port + " of the embedded schema registry is in use or not allowed ("
                    + e.getMessage() + "); stop what listens there, or configure another port, or 0 for any free one");
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                RegistryRequest request = read(exchange);
                JsonNode answer;
                synchronized (lock) {
                    answer = routes.answer(request);
                }
                send(exchange, 200, answer);
            } catch (RegistryException e) {
                send(exchange, e.status(), error(e.code(), e.getMessage()));
            } catch (TransientException e) {
                LOG.atWarn().setCause(e).log("a schema was not stored");
                send(exchange, 500, error(50001, e.getMessage()));
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("request failed");
                send(exchange, 500, error(500, "Internal error of the embedded registry: " + e));
            }
        }
    }

    private static RegistryRequest read(HttpExchange exchange) throws IOException {
        List<String> path = Arrays.stream(exchange.getRequestURI().getRawPath().split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> URLDecoder.decode(segment, StandardCharsets.UTF_8))
                .toList();
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
        }
        byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
        if (body.length > BODY_LIMIT) {
            throw new RegistryException(413, 413, "Requests are limited to " + BODY_LIMIT + " bytes.");
        }
        return new RegistryRequest(exchange.getRequestMethod(), path, query, parse(body));
    }

    private static JsonNode parse(byte[] body) {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new RegistryException(400, 400, "The request body is not JSON.");
        }
    }

    private static JsonNode error(int code, @org.jspecify.annotations.Nullable String message) {
        return JSON.createObjectNode().put("error_code", code).put("message", String.valueOf(message));
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
