package io.thumbstream.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port for operators speaks TLS and nothing else when it has a certificate. */
final class PemTlsTest {
    private final Path folder;
    private final SelfSigned identity = new SelfSigned();

    PemTlsTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
    }

    @Test
    void shouldAnswerWhoTrustsTheCertificateAndNobodyWithoutTls() throws Exception {
        SSLContext context = PemTls.server(identity.certificateFile(folder), identity.keyFile(folder));
        try (AdminServer server = new AdminServer(
                "127.0.0.1",
                0,
                Optional.of(context),
                new Idle(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
            HttpClient trusting =
                    HttpClient.newBuilder().sslContext(identity.trust()).build();

            assertThat(get(trusting, "https", server.port()).body()).contains("\"alive\":true");
            assertThatThrownBy(() -> get(HttpClient.newHttpClient(), "https", server.port()))
                    .as("it does not know the certificate")
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(HttpClient.newHttpClient(), "http", server.port()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldNameTheFilesWhenTheyAreOfNoUse() throws Exception {
        Path certificate = identity.certificateFile(folder);
        Path key = identity.keyFile(folder);
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path missing = folder.resolve("missing.pem");

        assertRefused(certificate, empty, "no unencrypted key");
        assertRefused(certificate, certificate, "no unencrypted key");
        assertRefused(empty, key, "no certificate");
        assertRefused(missing, key, "missing.pem");
    }

    private static void assertRefused(Path certificate, Path key, String why) {
        assertThatThrownBy(() -> PemTls.server(certificate, key))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(certificate + " and " + key)
                .hasMessageContaining(why)
                .hasMessageContaining("unencrypted PKCS #8")
                .hasMessageNotContaining("BEGIN");
    }

    private static HttpResponse<String> get(HttpClient client, String scheme, int port) throws Exception {
        URI uri = URI.create(scheme + "://127.0.0.1:" + port + "/health");
        return client.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static final class Idle implements Service {
        @Override
        public String name() {
            return "idle";
        }

        @Override
        public void start() {}

        @Override
        public boolean alive() {
            return true;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public Map<String, String> info() {
            return Map.of();
        }

        @Override
        public void close() {}
    }
}
