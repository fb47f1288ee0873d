package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.gateway.answer.AnswerChunk;
import io.thumbstream.gateway.event.PromptEvent;
import io.thumbstream.schemas.RolloutIds;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Log-probabilities on their way from the last chunk to the caller. */
class LogProbsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String REQUEST =
            "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}],\"logprobs\":true";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestGateway gateway;

    LogProbsTest() throws Exception {
        gateway = new TestGateway();
    }

    @BeforeEach
    void answer() {
        gateway.log.onEvent(event -> {
            assertThat(((PromptEvent) event).logProbs()).isTrue();
            AnswerChunk.End end = new AnswerChunk.End(
                    "stop",
                    5,
                    2,
                    Optional.empty(),
                    List.of(new AnswerChunk.Token("p\u00f6", -0.25), new AnswerChunk.Token("", 0)));
            gateway.server.deliver(
                    List.of(new AnswerChunk(RolloutIds.of(event.groupId(), 0), 0, "p\u00f6", Optional.of(end), 1)));
        });
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
    }

    @Test
    void shouldNameEachTokenWithItsLogProbWhenAsked() throws Exception {
        check(JSON.readTree(gateway.post(CHAT, REQUEST + "}").body()).at("/choices/0/logprobs"));
    }

    @Test
    void shouldNameThemInTheLastChunkOfAStream() throws Exception {
        List<String> events = gateway.post(CHAT, REQUEST + ",\"stream\":true}")
                .body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> line.substring("data: ".length()))
                .toList();

        check(JSON.readTree(events.get(events.size() - 1)).at("/choices/0/logprobs"));
        for (String event : events.subList(0, events.size() - 1)) {
            assertThat(JSON.readTree(event).at("/choices/0/logprobs").isMissingNode())
                    .isTrue();
        }
    }

    private static void check(JsonNode logProbs) throws Exception {
        assertThat(logProbs)
                .isEqualTo(
                        JSON.readTree(
                                """
                {"content":[{"token":"p\u00f6","logprob":-0.25,"bytes":[112,195,182],"top_logprobs":[]},
                            {"token":"","logprob":0.0,"bytes":[],"top_logprobs":[]}],"refusal":null}
                """));
    }
}
