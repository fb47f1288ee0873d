package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserRulesTest {
    private static final String SHOP = "https://shop.example.org";
    private static final String SHARED = "allowed-origins: ['" + SHOP + "']\n";

    @Test
    void shouldCarrySecurityHeadersWhateverIsAnswered() throws Exception {
        try (TestGateway gateway = new TestGateway()) {
            for (HttpResponse<String> response : List.of(
                    gateway.get("/"),
                    gateway.get("/v1/status"),
                    gateway.get("/nothing"),
                    gateway.get("/v1/feedback"),
                    gateway.post("/v1/feedback", "{"),
                    gateway.post("/v1/feedback", "x".repeat(2_000_000)))) {
                assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
                assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
                assertThat(header(response, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
                assertThat(header(response, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
                assertThat(header(response, "Content-Security-Policy")).startsWith("default-src 'none'");
                assertThat(header(response, "Strict-Transport-Security")).isEmpty();
                assertThat(header(response, "Access-Control-Allow-Origin")).isEmpty();
            }
        }
    }

    @Test
    void shouldCarrySecurityHeadersWhenTheTargetIsNoPath() throws Exception {
        try (TestGateway gateway = new TestGateway()) {
            for (String line : List.of("GET status", "OPTIONS *")) {
                String request = line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
                RawHttp.Response response =
                        RawHttp.send(gateway.server.port(), request.getBytes(StandardCharsets.US_ASCII));
                assertThat(response.status()).as(line).isBetween(400, 499);
                assertThat(response.head().toLowerCase(Locale.ROOT))
                        .as(line)
                        .contains("x-content-type-options: nosniff")
                        .contains("content-security-policy: default-src 'none'");
            }
        }
    }

    @Test
    void shouldShareWithListedOriginsOnly() throws Exception {
        try (TestGateway gateway = new TestGateway(TestGateway.settings(SHARED))) {
            HttpResponse<String> shop = preflight(gateway, SHOP);
            assertThat(shop.statusCode()).isEqualTo(204);
            assertThat(header(shop, "Access-Control-Allow-Origin")).isEqualTo(SHOP);
            assertThat(header(shop, "Access-Control-Allow-Headers")).contains("Authorization");
            assertThat(header(shop, "Access-Control-Allow-Credentials")).isEmpty();
            HttpResponse<String> stranger = preflight(gateway, "https://evil.example.org");
            assertThat(stranger.statusCode()).isEqualTo(403);
            assertThat(header(stranger, "Access-Control-Allow-Origin")).isEmpty();
            assertThat(stranger.body()).contains("origin-not-allowed").contains("gateway.allowed-origins");
            assertThat(preflight(gateway, "null").statusCode()).isEqualTo(403);
            HttpResponse<String> read = gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/status"))
                    .header("Origin", SHOP)
                    .build());
            assertThat(header(read, "Access-Control-Allow-Origin")).isEqualTo(SHOP);
            assertThat(header(read, "Vary")).isEqualTo("Origin");
        }
    }

    @Test
    void shouldShareWithNobodyWhenNoOriginIsListed() throws Exception {
        try (TestGateway gateway = new TestGateway()) {
            assertThat(preflight(gateway, SHOP).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void shouldRefuseOriginsThatNoBrowserSends() {
        for (String origin : List.of("*", "shop.example.org", "https://shop.example.org/", "null")) {
            assertThatThrownBy(() -> TestGateway.settings("allowed-origins: ['" + origin + "']"))
                    .as(origin)
                    .hasMessageContaining("allowed-origins holds '" + origin + "'");
        }
    }

    @Test
    void shouldSpeakTlsOnlyWhenACertificateIsGiven(@TempDir Path folder) throws Exception {
        SelfSigned certificate = new SelfSigned();
        try (TestGateway gateway = new TestGateway(TestGateway.settings(certificate.settings(folder)))) {
            URI status = URI.create("https://127.0.0.1:" + gateway.server.port() + "/v1/status");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(certificate.trust()).build();
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(status).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(header(response, "Strict-Transport-Security")).startsWith("max-age=");
            HttpRequest clear =
                    HttpRequest.newBuilder(gateway.uri("/v1/status")).build();
            assertThatThrownBy(() -> HttpClient.newHttpClient().send(clear, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldAskForBothFilesWhenOneIsGiven() {
        assertThatThrownBy(() -> TestGateway.settings("tls: {certificate-file: a.pem}"))
                .hasMessageContaining("certificate-file is 'a.pem' and key-file is ''");
    }

    private static HttpResponse<String> preflight(TestGateway gateway, String origin) {
        return gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/feedback"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .build());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
