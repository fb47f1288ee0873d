package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.gateway.AskingSettings;
import io.thumbstream.gateway.event.PromptEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whether people are asked about an answer: what callers are told and what is recorded. */
class AskingTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String REQUEST =
            "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}],\"n\":2%s}";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldAskAboutTheShareAndTheSameGroupsAgain() {
        Asking few = new Asking(new AskingSettings(0.2));
        Asking more = new Asking(new AskingSettings(0.6));
        List<String> groups =
                IntStream.range(0, 10_000).mapToObj(i -> "group-" + i).toList();

        // 10,000 coins at 0.2: four deviations are 0.016
        assertThat(groups.stream().filter(group -> few.about(group).wanted()).count() / 10_000.0)
                .isEqualTo(0.2, within(0.016));
        assertThat(groups).allSatisfy(group -> {
            assertThat(new Asking(new AskingSettings(0.2)).about(group)).isEqualTo(few.about(group));
            assertThat(few.about(group).probability()).isEqualTo(0.2);
            assertThat(few.about(group).wanted() && !more.about(group).wanted()).isFalse();
        });
    }

    @Test
    void shouldAskAboutEverythingByDefault() throws Exception {
        try (TestGateway gateway = new TestGateway()) {
            JsonNode answer =
                    JSON.readTree(gateway.post(CHAT, REQUEST.formatted("")).body());

            told(answer.path("thumbstream"), true, 1);
            assertThat(((PromptEvent) gateway.log.events().get(0)).feedbackProbability())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldTellEveryAnswerOfAGroupTheSameAndRecordTheProbability() throws Exception {
        String yaml = "{feedback-probability: 0.5, asking: {share: 0.25}}";
        Asking asking = new Asking(new AskingSettings(0.25));
        try (TestGateway gateway = new TestGateway(TestGateway.settings(yaml))) {
            for (int i = 0; i < 20; i++) {
                JsonNode answer =
                        JSON.readTree(gateway.post(CHAT, REQUEST.formatted("")).body());
                boolean wanted = asking.about(answer.at("/thumbstream/group_id").asText())
                        .wanted();

                told(answer.path("thumbstream"), wanted, 0.25);
                told(answer.at("/choices/0/thumbstream"), wanted, 0.25);
                told(answer.at("/choices/1/thumbstream"), wanted, 0.25);
            }
            assertThat(gateway.log.events()).allSatisfy(event -> assertThat(((PromptEvent) event).feedbackProbability())
                    .isEqualTo(0.125));
        }
    }

    @Test
    void shouldTellWhetherAnswersAreComparedAtOnceOrWhenAsked() throws Exception {
        try (TestGateway gateway = new TestGateway();
                TestGateway waiting = new TestGateway(TestGateway.settings("{asking: {compare-when-asked: true}}"))) {
            assertThat(compare(gateway)).isEqualTo("at-once");
            assertThat(compare(waiting)).isEqualTo("when-asked");
        }
    }

    private static String compare(TestGateway gateway) throws Exception {
        return JSON.readTree(gateway.post(CHAT, REQUEST.formatted("")).body())
                .at("/choices/1/thumbstream/compare")
                .asText();
    }

    @Test
    void shouldTellInTheFirstAndTheLastChunkOfAStream() throws Exception {
        try (TestGateway gateway = new TestGateway(TestGateway.settings("{asking: {share: 0.5}}"))) {
            List<String> events = gateway.post(CHAT, REQUEST.formatted(",\"stream\":true"))
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("data: {"))
                    .map(line -> line.substring("data: ".length()))
                    .filter(line -> line.contains("rollout_id"))
                    .toList();
            String group = gateway.log.events().get(0).groupId();
            boolean wanted = new Asking(new AskingSettings(0.5)).about(group).wanted();

            assertThat(events).hasSize(4);
            for (String event : events) {
                told(JSON.readTree(event).at("/choices/0/thumbstream"), wanted, 0.5);
            }
        }
    }

    /** Feedback that nobody asked for is feedback. */
    @Test
    void shouldTakeVotesInEitherCase() throws Exception {
        try (TestGateway gateway = new TestGateway(TestGateway.settings("{asking: {share: 0.000001}}"))) {
            JsonNode answer =
                    JSON.readTree(gateway.post(CHAT, REQUEST.formatted("")).body());
            assertThat(answer.at("/thumbstream/ask").asBoolean(true)).isFalse();
            String vote = "{\"id\":\"v\",\"kind\":\"thumb\",\"value\":\"up\",\"rollout_id\":\""
                    + answer.path("id").asText() + "\"}";

            assertThat(gateway.post("/v1/feedback", vote).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void shouldRefuseAShareThatLeavesEverybodyOut() {
        assertThatThrownBy(() -> new AskingSettings(0)).hasMessageContaining("share is 0.0");
        assertThatThrownBy(() -> new AskingSettings(1.5)).hasMessageContaining("share is 1.5");
        assertThatThrownBy(() -> new AskingSettings(Double.NaN)).hasMessageContaining("share is NaN");
    }

    private static void told(JsonNode extension, boolean wanted, double probability) {
        assertThat(extension.path("ask").isBoolean()).isTrue();
        assertThat(extension.path("ask").asBoolean()).isEqualTo(wanted);
        assertThat(extension.path("ask_probability").asDouble()).isEqualTo(probability);
    }
}
