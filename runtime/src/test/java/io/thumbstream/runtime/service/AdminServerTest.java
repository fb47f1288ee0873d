package io.thumbstream.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.metrics.MetricNames;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AdminServerTest {
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Switched service = new Switched();
    private final AdminServer server = new AdminServer(0, service, meters);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldAnswer503WhenNotAliveOrNotReady() throws Exception {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/ready").statusCode()).isEqualTo(503);

        service.ready = true;
        service.alive = false;

        assertThat(get("/health").statusCode()).isEqualTo(503);
        assertThat(get("/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldShowMetricsAndInfoWhenAsked() throws Exception {
        meters.counter(MetricNames.DLQ, "service", "x", "reason", "undecodable").increment();

        assertThat(get("/metrics").body()).contains("thumbstream_dlq_total{reason=\"undecodable\",service=\"x\"} 1.0");
        assertThat(get("/info").body()).isEqualTo("{\"policyVersion\":\"3\",\"service\":\"switched\"}");
        assertThat(get("/health/other").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldNameThePortWhenItIsTaken() {
        assertThatThrownBy(() -> new AdminServer(server.port(), service, meters))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("127.0.0.1:" + server.port());
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static final class Switched implements Service {
        private volatile boolean alive = true;
        private volatile boolean ready;

        @Override
        public String name() {
            return "switched";
        }

        @Override
        public void start() {}

        @Override
        public boolean alive() {
            return alive;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public Map<String, String> info() {
            return Map.of("policyVersion", "3");
        }

        @Override
        public void close() {}
    }
}
