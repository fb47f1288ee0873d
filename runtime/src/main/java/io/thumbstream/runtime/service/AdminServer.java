package io.thumbstream.runtime.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * HTTP port for operators: {@code /health}, {@code /ready}, {@code /metrics}, {@code /info}.
 *
 * <p>Speaks TLS where it has a certificate. {@code /health} and {@code /ready} answer 200 or 503 from the service's own flags and never
 * contact Kafka.
 */
public final class AdminServer implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final ExecutorService workers;
    private final Service service;

    /** Listens on 127.0.0.1. */
    public AdminServer(int port, Service service, PrometheusMeterRegistry meters) {
        this("127.0.0.1", port, service, meters);
    }

    /** Listens without TLS. */
    public AdminServer(String host, int port, Service service, PrometheusMeterRegistry meters) {
        this(host, port, Optional.empty(), service, meters);
    }

    /**
     * Starts listening.
     *
     * @param host address to bind
     * @param port port to bind; 0 takes any free one
     * @param tls what it speaks TLS with; empty for HTTP without TLS
     * @throws ConfigException when the address cannot be bound
     */
    public AdminServer(
            String host, int port, Optional<SSLContext> tls, Service service, PrometheusMeterRegistry meters) {
        this.service = service;
        try {
            this.server = create(new InetSocketAddress(host, port), tls);
        } catch (IOException e) {
            throw new ConfigException("the admin port of " + service.name() + " cannot listen on " + host + ":" + port
                    + " (" + e.getMessage() + "); choose another admin port, or 0 for any free one");
        }
        this.workers = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, service.name() + "-admin");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(workers);
        route("/health", () -> flag(service.alive(), "alive"));
        route("/ready", () -> flag(service.ready(), "ready"));
        route("/info", () -> new Answer(200, JSON, write(info())));
        route("/metrics", () -> new Answer(200, PROMETHEUS, meters.scrape()));
        server.start();
    }

    private static HttpServer create(InetSocketAddress address, Optional<SSLContext> tls) throws IOException {
        if (tls.isEmpty()) {
            return HttpServer.create(address, 0);
        }
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
        return server;
    }

    /** Bound port. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private Map<String, String> info() {
        Map<String, String> info = new TreeMap<>(service.info());
        info.put("service", service.name());
        return info;
    }

    private Answer flag(boolean up, String name) {
        return new Answer(up ? 200 : 503, JSON, write(Map.of("service", service.name(), name, up)));
    }

    private String write(Map<String, ?> body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of plain values cannot be written as JSON", e);
        }
    }

    private void route(String path, Supplier<Answer> answer) {
        server.createContext(path, exchange -> {
            try (exchange) {
                boolean known = exchange.getRequestURI().getPath().equals(path);
                send(exchange, known ? answer.get() : new Answer(404, JSON, "{\"error\":\"no such path\"}"));
            }
        });
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private record Answer(int status, String type, String body) {}
}
