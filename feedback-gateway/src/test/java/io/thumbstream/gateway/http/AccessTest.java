package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final String VOTE = "{\"id\":\"v1\",\"kind\":\"thumb\",\"rollout_id\":\"abc.0\",\"value\":\"up\"}";
    private static final String PROMPT =
            "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]}";

    @Test
    void shouldAskForAKeyWhenNobodyMayComeWithout() throws Exception {
        try (TestGateway gateway = locked()) {
            HttpResponse<String> refused = gateway.post("/v1/feedback", VOTE);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"thumbstream\"");
            assertThat(refused.body())
                    .contains("urn:thumbstream:problem:unauthenticated")
                    .contains("scope feedback");
            assertThat(gateway.get("/v1/status").statusCode()).isEqualTo(401);
            assertThat(gateway.get("/").statusCode()).isEqualTo(200);
            assertThat(gateway.log.events()).isEmpty();
        }
    }

    @Test
    void shouldRefuseInTheShapeOfOpenAiWhenTheKeyIsUnknown() throws Exception {
        try (TestGateway gateway = locked()) {
            String wrong = Keys.TALKER.substring(0, 46) + "A";
            HttpResponse<String> refused = gateway.send(gateway.request("/v1/chat/completions", PROMPT)
                    .header("Authorization", "Bearer " + wrong)
                    .build());
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("error=\"invalid_token\"");
            assertThat(refused.body())
                    .contains("\"type\":\"authentication_error\"")
                    .doesNotContain(wrong)
                    .doesNotContain("tsk_");
        }
    }

    @Test
    void shouldDoWhatTheScopesSayWhenTheKeyIsKnown() throws Exception {
        try (TestGateway gateway = locked()) {
            var asked = gateway.send(gateway.request("/v1/chat/completions", PROMPT)
                    .header("Authorization", "Bearer " + Keys.TALKER)
                    .build());
            assertThat(asked.statusCode()).isEqualTo(200);
            var refused = gateway.send(gateway.request("/v1/feedback", VOTE)
                    .header("Authorization", "Bearer " + Keys.TALKER)
                    .build());
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("insufficient_scope")
                    .contains("scope=\"feedback\"");
            assertThat(refused.body())
                    .contains("The key 'talker' does not have the scope feedback")
                    .doesNotContain(Keys.TALKER);
            assertThat(gateway.log.events()).hasSize(1);
        }
    }

    @Test
    void shouldReadNoBodyWhenTheCallerMayNotSendOne() throws Exception {
        try (TestGateway gateway = locked()) {
            assertThat(gateway.post("/v1/feedback", "x".repeat(3_000_000)).statusCode())
                    .isEqualTo(401);
            assertThat(gateway.post("/v1/feedback", VOTE).statusCode()).isEqualTo(401);
        }
    }

    private static TestGateway locked() throws Exception {
        return new TestGateway(TestGateway.settings(Keys.LOCKED));
    }
}
