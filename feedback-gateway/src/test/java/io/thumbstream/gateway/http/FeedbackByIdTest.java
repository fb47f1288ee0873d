package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.event.LogUnavailableException.Part;
import io.thumbstream.gateway.view.Seen;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeedbackByIdTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VOTE =
            "{\"id\":\"v/1\",\"kind\":\"thumb\",\"rollout_id\":\"abc.0\",\"value\":%s,\"user\":\"Zoë\",\"user_sequence\":%d}";
    private static final String PATH = "/v1/feedback/v%2F1";

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void shouldSendTheSameRetractionWhenWithdrawnTwice() {
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .isEqualTo(202);
        HttpResponse<String> first = delete(PATH + "?rollout_id=abc.0", "Zo%C3%AB");
        HttpResponse<String> second = delete(PATH + "?rollout_id=abc.0", "Zo%C3%AB");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        FeedbackEvent vote = (FeedbackEvent) gateway.log.events().get(0);
        FeedbackEvent retraction = (FeedbackEvent) gateway.log.events().get(1);
        assertThat(retraction.kind()).isEqualTo(FeedbackEvent.Kind.RETRACT);
        assertThat(retraction.retracts()).contains("v/1");
        assertThat(retraction.feedbackId()).startsWith("withdraw-").isNotEqualTo(vote.feedbackId());
        assertThat(retraction.groupId()).isEqualTo(vote.groupId());
        assertThat(retraction.userKey()).isEqualTo(vote.userKey());
        assertThat(gateway.log.events().get(2)).isEqualTo(retraction);
    }

    @Test
    void shouldNameWhatIsMissingWhenNotWithdrawn() {
        assertThat(delete(PATH, "ann").body()).contains("'rollout_id' is there 0 times");
        assertThat(delete(PATH + "?rollout_id=abc.0&rollout_id=abc.1", "ann").body())
                .contains("2 times");
        assertThat(delete(PATH + "?rollout_id=abc.0", "%C3").body()).contains("percent-encoded UTF-8");
        assertThat(delete(PATH + "?rollout_id=abc.0", "100%").body()).contains("percent-encoded UTF-8");
        assertThat(gateway.log.events()).isEmpty();
    }

    @Test
    void shouldRefuseOtherContentUnderAKnownIdAndTakeTheSameAgain() throws Exception {
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .isEqualTo(202);
        pass((FeedbackEvent) gateway.log.events().get(0));
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("\"up\"", 2)).statusCode())
                .as("the same vote again, sent later")
                .isEqualTo(202);
        HttpResponse<String> other = gateway.post("/v1/feedback", VOTE.formatted("-1", 1));
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("urn:thumbstream:problem:id-reused");
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1).replace("Zoë", "Zoe"))
                        .statusCode())
                .isEqualTo(409);
        assertThat(gateway.log.events()).hasSize(2);
    }

    @Test
    void shouldRefuseOtherContentUnderAnIdThatWasJustUsed() throws Exception {
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .isEqualTo(202);
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("-1", 1)).statusCode())
                .as("before the first was read from its topic")
                .isEqualTo(409);
        String twice = VOTE.formatted("1", 1).replace("v/1", "v/2") + ","
                + VOTE.formatted("-1", 1).replace("v/1", "v/2");
        JsonNode batch = JSON.readTree(gateway.post("/v1/feedback:batch", "{\"items\":[" + twice + "]}")
                .body());
        assertThat(batch.at("/results/0/status").asInt()).isEqualTo(202);
        assertThat(batch.at("/results/1/status").asInt()).isEqualTo(409);
        assertThat(gateway.log.events()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"START", "REGISTRY", "QUEUE"})
    void shouldGiveAnIdFreeWhenNothingWasStoredUnderIt(Part missing) {
        gateway.log.failWith(missing);
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .isEqualTo(503);
        gateway.log.recover();
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("-1", 1)).statusCode())
                .isEqualTo(202);
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .isEqualTo(409);
    }

    @Test
    void shouldKeepAnIdWhenNobodyKnowsWhetherItIsStored() {
        gateway.log.failWith(Part.BROKER);
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .isEqualTo(503);
        gateway.log.recover();
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("-1", 1)).statusCode())
                .isEqualTo(409);
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .isEqualTo(202);
    }

    @Test
    void shouldKeepAnIdThatMayBeStoredWhenARepeatCouldNotBeSent() {
        gateway.log.failWith(Part.BROKER);
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .as("nobody knows whether it is stored")
                .isEqualTo(503);
        gateway.log.failWith(Part.QUEUE);
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .as("of this one nothing is")
                .isEqualTo(503);
        gateway.log.recover();
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("-1", 1)).statusCode())
                .isEqualTo(409);
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .isEqualTo(202);
    }

    @Test
    void shouldGiveAnIdFreeWhenNoneOfItsUsesWasSent() {
        gateway.log.failWith(Part.QUEUE);
        for (int i = 0; i < 3; i++) {
            assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                    .isEqualTo(503);
        }
        gateway.log.recover();
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("-1", 1)).statusCode())
                .isEqualTo(202);
    }

    @Test
    void shouldTellOfItAsSoonAsItIsStored() throws Exception {
        HttpResponse<String> stored = gateway.post("/v1/feedback", VOTE.formatted("1", 1));
        assertThat(stored.statusCode()).isEqualTo(202);
        JsonNode life = JSON.readTree(gateway.get(PATH).body());
        assertThat(life.path("status").asText()).isEqualTo("parked");
        assertThat(life.path("kind").asText()).isEqualTo("thumb");
        assertThat(life.path("accepted_at").asText()).isEqualTo("2026-11-01T12:00:00Z");
        observe(new Seen.Answer("abc.0"));
        assertThat(JSON.readTree(gateway.get(PATH).body()).path("status").asText())
                .isEqualTo("accepted");
    }

    @Test
    void shouldTellNothingOfWhatWasNotStored() {
        gateway.log.failWith(Part.BROKER);
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .isEqualTo(503);
        assertThat(gateway.get(PATH).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldNotLetOthersUseUpTheIdOfAWithdrawal() {
        assertThat(delete(PATH + "?rollout_id=xyz.0", "eve").statusCode()).isEqualTo(202);
        assertThat(delete(PATH + "?rollout_id=abc.0", "eve").statusCode()).isEqualTo(202);
        assertThat(delete(PATH + "?rollout_id=abc.0", "Zo%C3%AB").statusCode()).isEqualTo(202);
        assertThat(gateway.log.events())
                .extracting(event -> ((FeedbackEvent) event).feedbackId())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("withdraw-[A-Za-z0-9_-]{22}"));
    }

    @Test
    void shouldTellHowFarItCameWhenAsked() throws Exception {
        assertThat(gateway.get(PATH).statusCode()).isEqualTo(404);
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .isEqualTo(202);
        pass((FeedbackEvent) gateway.log.events().get(0));
        assertThat(JSON.readTree(gateway.get(PATH).body()).path("status").asText())
                .as("it overtook its answer")
                .isEqualTo("parked");
        observe(new Seen.Answer("abc.0"));
        JsonNode accepted = JSON.readTree(gateway.get(PATH).body());
        assertThat(accepted.path("id").asText()).isEqualTo("v/1");
        assertThat(accepted.path("status").asText()).isEqualTo("accepted");
        assertThat(accepted.path("kind").asText()).isEqualTo("thumb");
        assertThat(accepted.at("/rollout_ids/0").asText()).isEqualTo("abc.0");
        assertThat(accepted.path("accepted_at").asText()).isEqualTo("2026-11-01T12:00:00Z");
        observe(new Seen.Label("l", 1, List.of("v/1")));
        assertThat(JSON.readTree(gateway.get(PATH).body()).path("status").asText())
                .isEqualTo("counted");
    }

    @Test
    void shouldTellTheVersionsThatLearnedFromIt() throws Exception {
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .isEqualTo(202);
        pass((FeedbackEvent) gateway.log.events().get(0));
        JsonNode young = JSON.readTree(gateway.get(PATH).body());
        assertThat(young.at("/versions/policy").isNull()).isTrue();
        assertThat(young.path("ask").asText()).startsWith("thumbstream lineage");
        observe(new Seen.Material(Seen.ModelRole.REWARD, new Seen.Place(1, 5), List.of("v/1")));
        observe(new Seen.Step(Seen.ModelRole.REWARD, 30, List.of(new Seen.Place(1, 5))));
        observe(new Seen.Published(Seen.ModelRole.REWARD, 4, 31));
        observe(new Seen.Material(Seen.ModelRole.POLICY, new Seen.Place(0, 5), List.of("v/1")));
        observe(new Seen.Step(Seen.ModelRole.POLICY, 40, List.of(new Seen.Place(0, 5))));
        observe(new Seen.Published(Seen.ModelRole.POLICY, 9, 40));
        JsonNode learned = JSON.readTree(gateway.get(PATH).body());
        assertThat(learned.at("/versions/reward_model").asLong()).isEqualTo(4);
        assertThat(learned.at("/versions/policy").asLong()).isEqualTo(9);
        assertThat(learned.has("ask")).isFalse();
    }

    @Test
    void shouldTellRefusalAndWithdrawal() throws Exception {
        assertThat(gateway.post("/v1/feedback", VOTE.formatted("1", 1)).statusCode())
                .isEqualTo(202);
        pass((FeedbackEvent) gateway.log.events().get(0));
        observe(new Seen.Refusal("v/1", "unknown-rollout"));
        JsonNode refused = JSON.readTree(gateway.get(PATH).body());
        assertThat(refused.path("status").asText()).isEqualTo("refused");
        assertThat(refused.path("refusal").asText()).isEqualTo("unknown-rollout");
        assertThat(delete(PATH + "?rollout_id=abc.0", "Zo%C3%AB").statusCode()).isEqualTo(202);
        FeedbackEvent retraction = (FeedbackEvent) gateway.log.events().get(1);
        pass(retraction);
        observe(new Seen.Withdrawal(retraction.feedbackId(), "v/1"));
        assertThat(JSON.readTree(gateway.get(PATH).body())
                        .at("/withdrawal/status")
                        .asText())
                .as("nothing that could be taken back")
                .isEqualTo("parked");
        observe(new Seen.Label("l", 2, List.of("v/1", retraction.feedbackId())));
        assertThat(JSON.readTree(gateway.get(PATH).body()).path("status").asText())
                .isEqualTo("withdrawn");
    }

    /** What the gateway sees of its own event on the topic. */
    private void pass(FeedbackEvent event) throws Exception {
        observe(new Seen.Vote(
                event.feedbackId(),
                event.kind().name().toLowerCase(Locale.ROOT),
                event.value(),
                event.targets(),
                event.source(),
                event.eventTime(),
                Optional.of(event.content().fingerprint())));
    }

    private void observe(Seen seen) throws Exception {
        Void unused = gateway.server
                .observe(List.of(seen))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private HttpResponse<String> delete(String path, String user) {
        return gateway.send(HttpRequest.newBuilder(gateway.uri(path))
                .header("Thumbstream-User", user)
                .DELETE()
                .build());
    }
}
