package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIGHT =
            """
            rates:
              user: {per-second: 0.5, burst: 2}
              target: {per-second: 1, burst: 3}
            """;

    @Test
    void shouldRefuseTheLoudPersonAndNobodyElse() throws Exception {
        try (TestGateway gateway = new TestGateway(TestGateway.settings(TIGHT))) {
            assertThat(vote(gateway, 1, "ann", "a.0").statusCode()).isEqualTo(202);
            HttpResponse<String> second = vote(gateway, 2, "ann", "b.0");
            assertThat(second.statusCode()).isEqualTo(202);
            assertThat(second.headers().firstValue("RateLimit-Policy"))
                    .hasValue("\"user\";q=2;w=4, \"target\";q=3;w=3");
            assertThat(second.headers().firstValue("RateLimit")).hasValue("\"user\";r=0;t=4, \"target\";r=2;t=1");
            HttpResponse<String> third = vote(gateway, 3, "ann", "c.0");
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(third.body())
                    .contains("urn:thumbstream:problem:rate-limited")
                    .contains("limit per user")
                    .contains("gateway.rates.user")
                    .contains("\"retry_after\":2");
            assertThat(vote(gateway, 4, "bob", "c.0").statusCode()).isEqualTo(202);
            assertThat(gateway.log.events()).hasSize(3);
            gateway.clock.move(Duration.ofSeconds(2));
            assertThat(vote(gateway, 3, "ann", "c.0").statusCode()).isEqualTo(202);
        }
    }

    @Test
    void shouldRefuseWhenManyVoteOnOneAnswer() throws Exception {
        try (TestGateway gateway = new TestGateway(TestGateway.settings(TIGHT))) {
            for (int i = 0; i < 3; i++) {
                assertThat(vote(gateway, i, "user-" + i, "a.0").statusCode()).isEqualTo(202);
            }
            assertThat(vote(gateway, 4, "dan", "a.0").body()).contains("limit per target");
            assertThat(vote(gateway, 5, "dan", "b.0").statusCode()).isEqualTo(202);
            assertThat(vote(gateway, 6, "dan", "c.0").statusCode())
                    .as("what the answer's limit refused was not charged to the person")
                    .isEqualTo(202);
        }
    }

    @Test
    void shouldSayItOfEveryItemWhenABatchIsTooMuch() throws Exception {
        try (TestGateway gateway = new TestGateway(TestGateway.settings(TIGHT))) {
            String items = body(1, "ann", "a.0") + "," + body(2, "ann", "b.0") + "," + body(3, "ann", "c.0");
            JsonNode mixed = JSON.readTree(gateway.post("/v1/feedback:batch", "{\"items\":[" + items + "]}")
                    .body());
            assertThat(mixed.path("accepted").asInt()).isEqualTo(2);
            assertThat(mixed.at("/results/2/status").asInt()).isEqualTo(429);
            HttpResponse<String> none =
                    gateway.post("/v1/feedback:batch", "{\"items\":[" + body(3, "ann", "c.0") + "]}");
            assertThat(none.statusCode()).isEqualTo(429);
            assertThat(none.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(gateway.log.events()).hasSize(2);
        }
    }

    @Test
    void shouldLetAllOfALogsRequestInWhenItIsRepeatedOftenEnough() throws Exception {
        try (TestGateway gateway =
                new TestGateway(TestGateway.settings("rates: {nameless: {per-second: 0.5, burst: 2}}"))) {
            String record = FormatCases.EVALUATION.substring(
                    FormatCases.EVALUATION.indexOf("{\"eventName\""),
                    FormatCases.EVALUATION.length() - "]}]}]}".length());
            String five = IntStream.range(0, 5)
                    .mapToObj(i -> record.replace("00f067aa0ba902b7", "00f067aa0ba902b" + i))
                    .collect(Collectors.joining(","));
            String request = FormatCases.EVALUATION.replace(record, five);
            for (int stored = 2; stored < 5; stored++) {
                assertThat(gateway.post(FormatCases.LOGS, request).statusCode())
                        .as("%d stored", stored)
                        .isEqualTo(429);
                assertThat(gateway.log.events()).hasSize(stored);
                gateway.clock.move(Duration.ofSeconds(2));
            }
            assertThat(gateway.post(FormatCases.LOGS, request).statusCode()).isEqualTo(200);
            assertThat(gateway.log.events()).hasSize(5).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldLetARecordOfTwoPiecesInOnePieceAfterTheOther() throws Exception {
        try (TestGateway gateway =
                new TestGateway(TestGateway.settings("rates: {nameless: {per-second: 0.5, burst: 1}}"))) {
            String explained = FormatCases.EVALUATION.replace(
                    "\"attributes\":[",
                    "\"attributes\":[{\"key\":\"gen_ai.evaluation.explanation\",\"value\":{\"stringValue\":\"why\"}},");
            assertThat(gateway.post(FormatCases.LOGS, explained).statusCode()).isEqualTo(429);
            assertThat(gateway.log.events()).hasSize(1);
            gateway.clock.move(Duration.ofSeconds(2));
            assertThat(gateway.post(FormatCases.LOGS, explained).statusCode()).isEqualTo(200);
            assertThat(gateway.log.events()).hasSize(2).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldCountEachKeyForItselfWhenKeysAreLimited() throws Exception {
        String settings =
                Keys.LOCKED + "rates: {key: {per-second: 1, burst: 1}, nameless: {per-second: 1, burst: 1}}\n";
        try (TestGateway gateway = new TestGateway(TestGateway.settings(settings))) {
            String exchange = "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"response\":\"r\"}";
            assertThat(sent(gateway, "/v1/rollouts", exchange, Keys.SENDER)).isEqualTo(202);
            assertThat(sent(gateway, "/v1/rollouts", exchange, Keys.SENDER)).isEqualTo(429);
            String nameless = "{\"id\":\"n\",\"kind\":\"thumb\",\"rollout_id\":\"a.0\",\"value\":1}";
            assertThat(sent(gateway, "/v1/feedback", nameless, Keys.SERVER)).isEqualTo(202);
            assertThat(sent(gateway, "/v1/feedback", nameless, Keys.SERVER)).isEqualTo(429);
        }
    }

    @Test
    void shouldLimitNothingWhenEveryRateIsZero() throws Exception {
        String off = "rates: {user: {per-second: 0}, target: {per-second: 0}}";
        try (TestGateway gateway = new TestGateway(TestGateway.settings(off))) {
            HttpResponse<String> one = vote(gateway, 1, "ann", "a.0");
            assertThat(one.headers().firstValue("RateLimit")).isEmpty();
            String items = "{\"items\":[" + (body(1, "ann", "a.0") + ",").repeat(499) + body(1, "ann", "a.0") + "]}";
            for (int i = 0; i < 4; i++) {
                assertThat(gateway.post("/v1/feedback:batch", items).statusCode())
                        .isEqualTo(202);
            }
        }
    }

    private static HttpResponse<String> vote(TestGateway gateway, int id, String user, String target) {
        return gateway.post("/v1/feedback", body(id, user, target));
    }

    private static String body(int id, String user, String target) {
        return "{\"id\":\"v%d\",\"kind\":\"thumb\",\"value\":1,\"user\":\"%s\",\"rollout_id\":\"%s\"}"
                .formatted(id, user, target);
    }

    private static int sent(TestGateway gateway, String path, String body, String key) {
        return gateway.send(gateway.request(path, body)
                        .header("Authorization", "Bearer " + key)
                        .build())
                .statusCode();
    }
}
