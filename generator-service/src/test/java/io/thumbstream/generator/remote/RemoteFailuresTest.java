package io.thumbstream.generator.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.generator.remote.RemoteSettings.LogProbs;
import io.thumbstream.generator.remote.RemoteSettings.Server;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SamplingSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of answers when the server, the connection or the stream fails. */
@Timeout(120)
class RemoteFailuresTest {
    private final SamplerRig rig = new SamplerRig();

    RemoteFailuresTest() throws IOException {}

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Server.class,
            names = {"VLLM", "SGLANG"})
    void shouldGoOnFromTheLastTokenWhenTheStreamBreaks(Server kind) throws IOException {
        rig.use(kind);
        rig.server.next(rig.server.cut(2));
        rig.server.next(InferenceDouble.hangUp());
        rig.server.next(rig.server.cut(1));
        rig.submit("a", SamplingSettings.plain(SamplerRig.ANSWER.length() + 5));

        rig.run();

        Sample sample = rig.sample("a");
        assertThat(sample.text()).isEqualTo(SamplerRig.ANSWER).isEqualTo(rig.streamed.toString());
        assertThat(sample.logProbs()).isEqualTo(SamplerRig.logProbs(SamplerRig.ANSWER.length()));
        assertThat(rig.server.generations().stream().map(RemoteFailuresTest::promptLength))
                .as("the probe, then 0, 4, 4 and 6 tokens of the answer behind the prompt")
                .containsExactly(1, 4, 8, 8, 10);
        assertThat(rig.server.generations().stream().skip(1).map(RemoteFailuresTest::seed))
                .containsExactly(7L, 11L, 11L, 13L);
    }

    @ParameterizedTest
    @CsvSource({"429", "503", "500", "502", "401", "408"})
    void shouldTryAgainWhenTheServerSaysLater(int status) {
        rig.server.next(InferenceDouble.busy(status, 2));
        rig.server.next(InferenceDouble.status(status, "<html>a proxy's page</html>"));
        rig.submit("a", SamplingSettings.plain(30));

        rig.run();

        assertThat(rig.sample("a").text()).isEqualTo(SamplerRig.ANSWER);
        assertThat(rig.missing).hasValue(0);
    }

    @Test
    void shouldHaveThePolicyServedAgainWhenTheServerLostIt() {
        rig.server.next(InferenceDouble.status(404, "{\"error\":{\"message\":\"The model `x` does not exist.\"}}"));
        rig.submit("a", SamplingSettings.plain(30));

        rig.run();

        assertThat(rig.missing).hasValue(1);
        assertThat(rig.sample("a").text()).isEqualTo(SamplerRig.ANSWER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"choices":[{"text":"x","token_ids":[70],"logprobs":null}]}                             | log-probabilities
            {"choices":[{"text":"x","token_ids":[70],"logprobs":{"token_logprobs":[null]}}]}        | log-probability of NaN
            {"choices":[{"text":"x","token_ids":[70],"logprobs":{"token_logprobs":[0.5]}}]}         | log-probability of 0.5
            {"choices":[{"text":"x","logprobs":{"token_logprobs":[-1]}}]}                           | return_token_ids
            {"choices":[{"text":"x","token_ids":["a"],"logprobs":{"token_logprobs":[-1]}}]}         | token id is a whole number
            {"choices":[{"text":"x","token_ids":[9999],"logprobs":{"token_logprobs":[-1]}}]}        | tokenizer
            {"error":{"message":"prompt is too long","code":400}}                                   | prompt is too long
            """)
    void shouldFailAtOnceWhenTheAnswerCanNeverBeLearnedFrom(String event, String reason) {
        rig.server.next(InferenceDouble.events(event));
        rig.submit("a", SamplingSettings.plain(30));

        rig.run();

        assertThat(rig.failure("a")).contains(reason);
        assertThat(rig.server.generations()).as("the probe and one try").hasSize(2);
        assertThat(rig.sampler.active()).isZero();
    }

    @Test
    void shouldFailAtOnceWhenTheServerRefusesTheRequest() {
        rig.server.next(InferenceDouble.status(400, "{\"message\":\"top_k must be smaller\"}"));
        rig.submit("a", SamplingSettings.plain(30));

        rig.run();

        assertThat(rig.failure("a")).contains("400").contains("top_k must be smaller");
        assertThat(rig.server.generations()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            not json                                                                | no JSON
            {"choices":[{"token_ids":[],"logprobs":{"token_logprobs":[]},"finish_reason":"abort"}]} | 'abort'
            {"error":{"message":"engine died","code":500}}                          | engine died
            """)
    void shouldFailAfterItsTriesWhenTheStreamStaysBroken(String event, String reason) {
        rig.restart(LogProbs.DEFAULT, 2);
        for (int i = 0; i < 3; i++) {
            rig.server.next(InferenceDouble.events(event));
        }
        rig.submit("a", SamplingSettings.plain(30));

        rig.run();

        assertThat(rig.failure("a")).contains(reason);
        assertThat(rig.server.generations()).as("two probes and three tries").hasSize(5);
    }

    @Test
    void shouldFailAfterItsTriesWhenNobodyAnswers() {
        rig.restart(LogProbs.DEFAULT, 1);
        rig.submit("a", SamplingSettings.plain(30));
        rig.submit("b", SamplingSettings.plain(30));
        rig.server.close();

        rig.run();

        assertThat(rig.failures).containsOnlyKeys("a", "b");
        assertThat(rig.failure("a")).contains("base-url");
    }

    @Test
    void shouldTryAgainWhenAnAnswerTakesTooLong() {
        CountDownLatch never = new CountDownLatch(1);
        rig.server.next((exchange, body) -> SamplerRig.hold(never));
        rig.submit("a", SamplingSettings.plain(30));
        rig.runUntil(() -> rig.server.generations().size() == 2);

        rig.clock.advance(Duration.ofHours(2));
        rig.run();

        assertThat(rig.sample("a").text()).isEqualTo(SamplerRig.ANSWER);
        never.countDown();
    }

    private static int promptLength(JsonNode body) {
        return body.has("prompt")
                ? body.path("prompt").size()
                : body.path("input_ids").size();
    }

    private static long seed(JsonNode body) {
        return body.has("seed")
                ? body.path("seed").asLong()
                : body.path("sampling_params").path("sampling_seed").asLong();
    }
}
