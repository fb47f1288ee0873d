package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.gateway.event.FeedbackEvent;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ASK =
            "{\"model\":\"support\",\"n\":2,\"user\":\"ann\",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]%s}";
    private static final String EXCHANGE =
            "{\"id\":\"%s\",\"group\":\"g\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"response\":\"r\"}";

    @SuppressWarnings("NullAway.Init") // each test opens the one it needs
    private TestGateway gateway;

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void shouldTakeTheVoteWhenItsReceiptIsShown() throws Exception {
        open("");
        JsonNode answer = ask();
        String receipt = answer.at("/thumbstream/receipt").asText();
        assertThat(receipt).matches("r1\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{43}").doesNotContain("ann");
        for (JsonNode id : answer.at("/thumbstream/rollout_ids")) {
            assertThat(thumb(id.asText(), "ann", receipt).statusCode()).isEqualTo(202);
        }
        assertThat(votes()).hasSize(2).allMatch(FeedbackEvent::proven);
    }

    @Test
    void shouldGiveTheReceiptWithTheLastChunkWhenStreaming() throws Exception {
        open("");
        List<String> events = gateway.post("/v1/chat/completions", ASK.formatted(",\"stream\":true"))
                .body()
                .lines()
                .filter(line -> line.contains("finish_reason\":\"stop"))
                .toList();
        assertThat(events).hasSize(2);
        for (String event : events) {
            JsonNode extension =
                    JSON.readTree(event.substring("data: ".length())).at("/choices/0/thumbstream");
            String id = extension.path("rollout_id").asText();
            assertThat(thumb(id, "ann", extension.path("receipt").asText()).statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void shouldNameWhatIsWrongWhenTheReceiptDoesNotFit() throws Exception {
        open("receipts: {kinds: [thumb, pair]}");
        JsonNode answer = ask();
        String id = answer.path("id").asText();
        String receipt = answer.at("/thumbstream/receipt").asText();
        String other = ask().at("/thumbstream/receipt").asText();
        char end = receipt.charAt(receipt.length() - 1);
        String changed = receipt.substring(0, receipt.length() - 1) + (end == 'A' ? 'B' : 'A');
        refused(thumb(id, "ann", changed), "was not signed here, or was changed");
        refused(thumb(id, "ann", receipt.replace("r1.", "r2.")), "was not signed here");
        refused(thumb(id, "ann", "r1..x"), "was not signed here");
        refused(thumb(id, "ann", other), "not for '" + id + "'");
        refused(feedback("{\"kind\":\"comment\",\"text\":\"hm\"", id, "ann", receipt), "does not allow 'comment'");
        gateway.clock.move(Duration.ofDays(30));
        assertThat(thumb(id, "ann", receipt).statusCode()).isEqualTo(202);
        gateway.clock.move(Duration.ofSeconds(1));
        refused(thumb(id, "ann", receipt), "expired at 2026-12-01T12:00:00Z");
        assertThat(votes()).hasSize(1);
    }

    @Test
    void shouldRefuseTheReceiptOfAnotherPerson() throws Exception {
        open("");
        JsonNode sent = JSON.readTree(
                gateway.post("/v1/rollouts", EXCHANGE.formatted("e1").replace("{\"id\"", "{\"user\":\"ann\",\"id\""))
                        .body());
        String id = sent.path("rollout_id").asText();
        String receipt = sent.path("receipt").asText();
        refused(thumb(id, "bob", receipt), "was given to another user");
        assertThat(thumb(id, "ann", receipt).statusCode()).isEqualTo(202);
    }

    @Test
    void shouldTakeOneReceiptPerAnswerWhenAPairIsOfExternalAnswers() throws Exception {
        open("receipts: {check: require}");
        JsonNode first = JSON.readTree(
                gateway.post("/v1/rollouts", EXCHANGE.formatted("e1")).body());
        JsonNode second = JSON.readTree(
                gateway.post("/v1/rollouts", EXCHANGE.formatted("e2")).body());
        String pair = "{\"id\":\"p\",\"kind\":\"pair\",\"value\":\"first\",\"rollout_ids\":[%s,%s],\"receipt\":%s}";
        String one = pair.formatted(first.path("rollout_id"), second.path("rollout_id"), first.path("receipt"));
        refused(gateway.post("/v1/feedback", one), "not for");
        String both = "[" + first.path("receipt") + "," + second.path("receipt") + "]";
        assertThat(gateway.post(
                                "/v1/feedback",
                                pair.formatted(first.path("rollout_id"), second.path("rollout_id"), both))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void shouldDemandAReceiptWhenRequiredExceptFromServers() throws Exception {
        open(Keys.LOCKED.replace("anonymous: []", "anonymous: [feedback]") + "receipts: {check: require}\n");
        String vote = "{\"id\":\"v\",\"kind\":\"thumb\",\"rollout_id\":\"abc.0\",\"value\":1}";
        HttpResponse<String> missing = gateway.post("/v1/feedback", vote);
        assertThat(missing.statusCode()).isEqualTo(403);
        assertThat(missing.body()).contains("urn:thumbstream:problem:receipt-missing");
        assertThat(gateway.send(gateway.request("/v1/feedback", vote)
                                .header("Authorization", "Bearer " + Keys.SERVER)
                                .build())
                        .statusCode())
                .isEqualTo(202);
        assertThat(votes()).singleElement().matches(event -> !event.proven());
    }

    @Test
    void shouldGiveAndReadNoneWhenReceiptsAreOff() throws Exception {
        open("receipts: {check: 'off'}");
        JsonNode answer = ask();
        assertThat(answer.path("thumbstream").has("receipt")).isFalse();
        assertThat(thumb("abc.0", "ann", "nonsense").statusCode()).isEqualTo(202);
        assertThat(votes()).singleElement().matches(event -> !event.proven());
    }

    private void open(String settings) throws Exception {
        gateway = settings.isEmpty() ? new TestGateway() : new TestGateway(TestGateway.settings(settings));
    }

    private JsonNode ask() throws Exception {
        return JSON.readTree(
                gateway.post("/v1/chat/completions", ASK.formatted("")).body());
    }

    private List<FeedbackEvent> votes() {
        return gateway.log.events().stream()
                .filter(FeedbackEvent.class::isInstance)
                .map(FeedbackEvent.class::cast)
                .toList();
    }

    private HttpResponse<String> thumb(String id, String user, String receipt) {
        return feedback("{\"kind\":\"thumb\",\"value\":1", id, user, receipt);
    }

    private HttpResponse<String> feedback(String begin, String id, String user, String receipt) {
        return gateway.post(
                "/v1/feedback",
                begin
                        + ",\"id\":\"v-%s\",\"rollout_id\":\"%s\",\"user\":\"%s\",\"receipt\":\"%s\"}"
                                .formatted(id, id, user, receipt));
    }

    private static void refused(HttpResponse<String> response, String why) {
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body())
                .contains("urn:thumbstream:problem:receipt-refused")
                .contains(why);
    }
}
