package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.event.GatewayEvent;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.schemas.seal.FileVault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway that goes on tells of a person whose key another process destroyed. */
class ErasureTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] BYTES = {1};
    private static final String VOTE =
            "{\"id\":\"%s\",\"kind\":\"thumb\",\"rollout_id\":\"abc.0\",\"value\":%d,\"user\":\"%s\"}";

    private final FileVault elsewhere;
    private final FileVault vault;
    private final TestGateway gateway;

    ErasureTest(@TempDir Path folder) throws Exception {
        elsewhere = new FileVault(folder, () -> TestGateway.NOW);
        vault = new FileVault(folder, () -> TestGateway.NOW);
        gateway = new TestGateway(TestGateway.settings(), vault::isErasedSince);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void shouldNeitherShowNorExportWhatAnErasedPersonSaid() throws Exception {
        FeedbackEvent ann = vote("v1", 1, "ann");
        pass(ann);
        pass(vote("v2", -1, "bob"));
        assertThat(lastVotes()).containsExactly("v2 -1.0", "v1 1.0");
        assertThat(exported()).containsExactly("v2", "v1");
        erase(ann);

        assertThat(lastVotes()).containsExactly("v2 -1.0", "v1 null");
        assertThat(exported()).containsExactly("v2");
        assertThat(gateway.get("/v1/evaluations?format=otlp").body())
                .contains("v2")
                .doesNotContain("v1");
    }

    @Test
    void shouldStillTellHowFarTheVoteOfAnErasedPersonCame() throws Exception {
        FeedbackEvent ann = vote("v1", 1, "ann");
        pass(ann);
        observe(new Seen.Label("l", 1, List.of("v1")));
        erase(ann);

        JsonNode told = JSON.readTree(gateway.get("/v1/feedback/v1").body());
        assertThat(told.path("status").asText()).isEqualTo("counted");
        assertThat(told.path("kind").asText()).isEqualTo("thumb");
    }

    /** Whoever could try values under an id would learn from the refusals which one it was. */
    @Test
    void shouldNotLetTryWhatAnErasedPersonSaid() throws Exception {
        FeedbackEvent read = vote("v1", 1, "ann");
        pass(read);
        FeedbackEvent acknowledged = vote("v2", 1, "bob");
        pass(vote("v3", 1, "carol"));
        assertThat(status("v2", -1, "bob")).isEqualTo(409);
        erase(read);
        erase(acknowledged);

        assertThat(status("v1", -1, "ann")).isEqualTo(202);
        assertThat(status("v2", -1, "bob")).isEqualTo(202);
        assertThat(status("v3", -1, "carol")).isEqualTo(409);
    }

    private List<String> lastVotes() throws IOException {
        List<String> votes = new ArrayList<>();
        JSON.readTree(gateway.get("/v1/status").body())
                .path("last_votes")
                .forEach(vote -> votes.add(vote.path("id").asText() + " " + vote.path("value")));
        return votes;
    }

    private List<String> exported() throws IOException {
        List<String> ids = new ArrayList<>();
        JSON.readTree(gateway.get("/v1/evaluations?format=openinference").body())
                .path("data")
                .forEach(vote -> ids.add(vote.path("identifier").asText()));
        return ids;
    }

    private int status(String id, int value, String user) {
        return gateway.post("/v1/feedback", VOTE.formatted(id, value, user)).statusCode();
    }

    /** Stores a vote; the log in memory seals nothing, so the person's key is made here. */
    private FeedbackEvent vote(String id, int value, String user) {
        assertThat(status(id, value, user)).isEqualTo(202);
        List<GatewayEvent> events = gateway.log.events();
        FeedbackEvent event = (FeedbackEvent) events.get(events.size() - 1);
        byte[] unused = vault.seal(event.userKey().orElseThrow(), BYTES, BYTES).orElseThrow();
        return event;
    }

    private void erase(FeedbackEvent event) {
        assertThat(elsewhere.destroy(event.userKey().orElseThrow())).isTrue();
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
                Optional.of(event.content().fingerprint()),
                event.userKey()));
    }

    private void observe(Seen seen) throws Exception {
        Void unused = gateway.server
                .observe(List.of(seen))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }
}
