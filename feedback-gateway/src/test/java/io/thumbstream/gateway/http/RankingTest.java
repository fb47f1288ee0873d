package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.gateway.event.FeedbackEvent;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders of answers over HTTP: in a batch, and with a receipt for each answer. */
class RankingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXCHANGE =
            "{\"id\":\"%s\",\"group\":\"g\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"response\":\"r\"}";

    @Test
    void shouldTakeTheGoodOneWhenABatchHoldsABadOne() throws Exception {
        String ranking = "{\"id\":\"%s\",\"kind\":\"ranking\",\"rollout_ids\":[\"abc.1\",[\"abc.0\",\"%s\"]]}";
        String items = ranking.formatted("good", "abc.2") + "," + ranking.formatted("bad", "abc.1");
        try (TestGateway gateway = new TestGateway()) {
            JsonNode body = JSON.readTree(gateway.post("/v1/feedback:batch", "{\"items\":[" + items + "]}")
                    .body());

            assertThat(body.at("/results/0/result/id").asText()).isEqualTo("good");
            assertThat(body.at("/results/1/problem/detail").asText()).contains("names 'abc.1' twice");
            assertThat(body.at("/results/0/result/rollout_ids").toString())
                    .as("the reply names the answers, not their order")
                    .isEqualTo("[\"abc.0\",\"abc.1\",\"abc.2\"]");
            check(gateway, List.of("abc.0", "abc.1", "abc.2"), "2 1 2", false);
        }
    }

    @Test
    void shouldNeedAReceiptForEachAnswerWhenTheyAreExternal() throws Exception {
        try (TestGateway gateway = new TestGateway(TestGateway.settings("receipts: {check: require}"))) {
            List<String> ids = new ArrayList<>();
            List<String> receipts = new ArrayList<>();
            for (String id : List.of("e1", "e2", "e3")) {
                JsonNode sent = JSON.readTree(
                        gateway.post("/v1/rollouts", EXCHANGE.formatted(id)).body());
                ids.add(sent.path("rollout_id").asText());
                receipts.add(sent.path("receipt").asText());
            }

            HttpResponse<String> refused = gateway.post("/v1/feedback", order(ids, receipts.subList(0, 2)));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body())
                    .contains("urn:thumbstream:problem:receipt-refused", "not for '" + ids.get(2) + "'");
            assertThat(gateway.post("/v1/feedback", order(ids, receipts)).statusCode())
                    .isEqualTo(202);
            List<String> byIndex = ids.stream()
                    .sorted(Comparator.comparingInt(id -> Integer.parseInt(id.substring(id.indexOf('.') + 1))))
                    .toList();
            List<String> places = byIndex.stream()
                    .map(id -> id.equals(ids.get(0)) ? "1" : "2")
                    .toList();
            check(gateway, byIndex, String.join(" ", places), true);
        }
    }

    private static String order(List<String> ids, List<String> receipts) {
        return "{\"id\":\"k\",\"kind\":\"ranking\",\"rollout_ids\":[\"%s\",[\"%s\",\"%s\"]],\"receipt\":[\"%s\"]}"
                .formatted(ids.get(0), ids.get(1), ids.get(2), String.join("\",\"", receipts));
    }

    private static void check(TestGateway gateway, List<String> targets, String places, boolean proven) {
        List<FeedbackEvent> votes = gateway.log.events().stream()
                .filter(FeedbackEvent.class::isInstance)
                .map(FeedbackEvent.class::cast)
                .toList();
        assertThat(votes).singleElement().satisfies(vote -> {
            assertThat(vote.targets()).isEqualTo(targets);
            assertThat(vote.text()).contains(places);
            assertThat(vote.proven()).isEqualTo(proven);
        });
    }
}
