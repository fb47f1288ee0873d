package io.thumbstream.generator.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.generator.ManualClock;
import io.thumbstream.generator.policy.PolicyManifest;
import io.thumbstream.generator.remote.RemoteSettings.LogProbs;
import io.thumbstream.generator.remote.RemoteSettings.Server;
import io.thumbstream.model.sample.Finish;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SampleListener;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.model.sample.SamplerSettings;
import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.sample.VersionSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers and failures over real connections to a server of this process. */
@Timeout(120)
class RemoteSamplerTest {
    private static final String ANSWER = "It left today.";
    private static final int PROMPT = 4;

    private final ByteTokenizer tokenizer = new ByteTokenizer();
    private final ManualClock clock = new ManualClock();
    private final AtomicInteger missing = new AtomicInteger();
    private final Map<String, Sample> samples = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final StringBuilder streamed = new StringBuilder();
    private InferenceDouble server = new InferenceDouble(Server.VLLM, ANSWER);
    private RemoteSampler sampler = sampler(server.settings());

    RemoteSamplerTest() throws IOException {}

    @AfterEach
    void close() {
        sampler.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Server.class,
            names = {"VLLM", "SGLANG"})
    void shouldGiveTokensLogProbsAndTextWhenTheServerAnswers(Server kind) throws IOException {
        use(kind);
        submit("a", SamplingSettings.plain(ANSWER.length() + 5));

        run();

        Sample sample = samples.get("a");
        assertThat(sample.text()).isEqualTo(ANSWER).isEqualTo(streamed.toString());
        assertThat(sample.tokens()).isEqualTo(tokenizer.encode(ANSWER));
        assertThat(sample.logProbs()).isEqualTo(logProbs(ANSWER.length()));
        assertThat(sample.entropies()).isEmpty();
        assertThat(sample.finish()).isEqualTo(Finish.STOP);
        assertThat(sample.versions()).containsExactly(new VersionSpan(0, ANSWER.length(), 0));
        assertThat(server.asked).allSatisfy(asked -> assertThat(asked.authorization())
                .contains("Bearer key"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Server.class,
            names = {"VLLM", "SGLANG"})
    void shouldGoOnFromTheLastTokenWhenTheStreamBreaks(Server kind) throws IOException {
        use(kind);
        server.next(server.cut(2));
        server.next(InferenceDouble.hangUp());
        server.next(server.cut(1));
        submit("a", SamplingSettings.plain(ANSWER.length() + 5));

        run();

        Sample sample = samples.get("a");
        assertThat(sample.text()).isEqualTo(ANSWER).isEqualTo(streamed.toString());
        assertThat(sample.logProbs()).isEqualTo(logProbs(ANSWER.length()));
        assertThat(server.generations().stream().map(RemoteSamplerTest::promptLength))
                .as("the probe, then 0, 4, 4 and 6 tokens of the answer behind the prompt")
                .containsExactly(1, 4, 8, 8, 10);
        assertThat(server.generations().stream().skip(1).map(RemoteSamplerTest::seed))
                .containsExactly(7L, 11L, 11L, 13L);
    }

    @Test
    void shouldEndAtTheTokenLimitWhenTheAnswerIsLonger() {
        submit("a", SamplingSettings.plain(5));

        run();

        assertThat(samples.get("a").text()).isEqualTo(ANSWER.substring(0, 5));
        assertThat(samples.get("a").finish()).isEqualTo(Finish.LENGTH);
    }

    @Test
    void shouldLeaveOutTheStopTextWhenItAppears() {
        submit("a", new SamplingSettings(1, 1, 0, 0, 0, 1, 30, List.of(" today")));

        run();

        assertThat(samples.get("a").text()).isEqualTo("It left").isEqualTo(streamed.toString());
        assertThat(samples.get("a").finish()).isEqualTo(Finish.STOP);
        JsonNode asked = server.generations().get(1);
        assertThat(asked.path("stop").get(0).asText()).isEqualTo(" today");
        assertThat(asked.path("stop_token_ids")).hasSize(ByteTokenizer.FIRST);
    }

    @Test
    void shouldAskForNoMoreAtOnceThanThereAreSlots() {
        CountDownLatch open = new CountDownLatch(1);
        for (int i = 0; i < 2; i++) {
            server.next((exchange, body) -> {
                hold(open);
                server.whole(exchange, body);
            });
        }
        for (int i = 0; i < 5; i++) {
            submit("a" + i, SamplingSettings.plain(30));
        }
        runUntil(() -> server.generations().size() == 3);
        for (int i = 0; i < 10; i++) {
            boolean unused = sampler.step();
        }

        assertThat(server.generations()).as("the probe and two answers").hasSize(3);
        assertThat(sampler.active()).isEqualTo(2);
        assertThat(sampler.waiting(Priority.INTERACTIVE)).isEqualTo(3);
        open.countDown();
        run();
        assertThat(samples).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"429", "503", "500", "502", "401", "408"})
    void shouldTryAgainWhenTheServerSaysLater(int status) {
        server.next(InferenceDouble.busy(status, 2));
        server.next(InferenceDouble.status(status, "<html>a proxy's page</html>"));
        submit("a", SamplingSettings.plain(30));

        run();

        assertThat(samples.get("a").text()).isEqualTo(ANSWER);
        assertThat(missing).hasValue(0);
    }

    @Test
    void shouldHaveThePolicyServedAgainWhenTheServerLostIt() {
        server.next(InferenceDouble.status(404, "{\"error\":{\"message\":\"The model `x` does not exist.\"}}"));
        submit("a", SamplingSettings.plain(30));

        run();

        assertThat(missing).hasValue(1);
        assertThat(samples.get("a").text()).isEqualTo(ANSWER);
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
        server.next(InferenceDouble.events(event));
        submit("a", SamplingSettings.plain(30));

        run();

        assertThat(failures.get("a")).contains(reason);
        assertThat(server.generations()).as("the probe and one try").hasSize(2);
        assertThat(sampler.active()).isZero();
    }

    @Test
    void shouldFailAtOnceWhenTheServerRefusesTheRequest() {
        server.next(InferenceDouble.status(400, "{\"message\":\"top_k must be smaller\"}"));
        submit("a", SamplingSettings.plain(30));

        run();

        assertThat(failures.get("a")).contains("400").contains("top_k must be smaller");
        assertThat(server.generations()).hasSize(2);
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
        sampler.close();
        sampler = sampler(server.settings(LogProbs.DEFAULT, 2));
        for (int i = 0; i < 3; i++) {
            server.next(InferenceDouble.events(event));
        }
        submit("a", SamplingSettings.plain(30));

        run();

        assertThat(failures.get("a")).contains(reason);
        assertThat(server.generations()).as("two probes and three tries").hasSize(5);
    }

    @Test
    void shouldFailAfterItsTriesWhenNobodyAnswers() {
        sampler.close();
        sampler = sampler(server.settings(LogProbs.DEFAULT, 1));
        submit("a", SamplingSettings.plain(30));
        submit("b", SamplingSettings.plain(30));
        server.close();

        run();

        assertThat(failures).containsOnlyKeys("a", "b");
        assertThat(failures.get("a")).contains("base-url");
    }

    @Test
    void shouldTryAgainWhenAnAnswerTakesTooLong() {
        CountDownLatch never = new CountDownLatch(1);
        server.next((exchange, body) -> hold(never));
        submit("a", SamplingSettings.plain(30));
        runUntil(() -> server.generations().size() == 2);

        clock.advance(Duration.ofHours(2));
        run();

        assertThat(samples.get("a").text()).isEqualTo(ANSWER);
        never.countDown();
    }

    @ParameterizedTest
    @CsvSource({"RAW, 0.5", "RAW, 1", "TEMPERED, 1"})
    void shouldRefuseSettingsWhenTheServersNumbersWouldBeOfAnotherDistribution(LogProbs logProbs, double topP) {
        sampler.close();
        sampler = sampler(server.settings(logProbs, 5));
        double temperature = topP == 1 ? 0.5 : 1;
        SamplingSettings wish = new SamplingSettings(temperature, topP, 0, 0, 0, 1, 30, List.of());
        boolean exact = logProbs == LogProbs.TEMPERED;

        submit("a", wish);
        run();

        assertThat(failures.containsKey("a")).isEqualTo(!exact);
        assertThat(samples.containsKey("a")).isEqualTo(exact);
        submit("mixed", SamplingSettings.plain(30).withMixture(0.1, 2));
        assertThat(failures.get("mixed")).contains("explorer");
    }

    @Test
    void shouldReportCertaintyWhenTheAnswerIsGreedy() {
        submit("a", new SamplingSettings(0, 1, 0, 0, 0, 1, 3, List.of()));

        run();

        assertThat(samples.get("a").logProbs()).containsExactly(0, 0, 0);
    }

    @Test
    void shouldGiveWhatWasSampledWhenCancelled() {
        CountDownLatch never = new CountDownLatch(1);
        server.next((exchange, body) -> {
            exchange.sendResponseHeaders(200, 0);
            hold(never);
        });
        submit("a", SamplingSettings.plain(30));
        runUntil(() -> server.generations().size() == 2);

        sampler.cancel("a");
        sampler.cancel("unknown");

        assertThat(samples.get("a").finish()).isEqualTo(Finish.CANCELLED);
        assertThat(samples.get("a").length()).isZero();
        assertThat(sampler.active()).isZero();
        never.countDown();
    }

    @Test
    void shouldFailWhatRunsAndWaitsWhenClosed() {
        CountDownLatch never = new CountDownLatch(1);
        server.next((exchange, body) -> hold(never));
        server.next((exchange, body) -> hold(never));
        for (int i = 0; i < 4; i++) {
            submit("a" + i, SamplingSettings.plain(30));
        }
        runUntil(() -> server.generations().size() == 3);

        sampler.close();

        assertThat(failures).hasSize(4);
        never.countDown();
    }

    @Test
    void shouldRefuseWhatHasNoRoomInContextOrQueue() {
        SampleRequest long64 =
                new SampleRequest("a", new int[64], SamplingSettings.plain(5), 1, Priority.INTERACTIVE);
        assertThatThrownBy(() -> sampler.submit(long64, listener("a"))).hasMessageContaining("64 tokens");

        for (int i = 0; i < 8; i++) {
            submit("b" + i, SamplingSettings.plain(5));
        }
        assertThat(sampler.submit(request("c", SamplingSettings.plain(5)), listener("c")))
                .isFalse();
    }

    private void use(Server kind) throws IOException {
        close();
        server = new InferenceDouble(kind, ANSWER);
        sampler = sampler(server.settings());
    }

    /** A sampler with two slots whose server was found fit and serves version 0. */
    private RemoteSampler sampler(RemoteSettings settings) {
        RemotePolicies policies = new RemotePolicies(settings, "support");
        try {
            policies.serve(new PolicyManifest(0, Path.of("nowhere"), "00"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new RemoteSampler(
                policies, tokenizer, new SamplerSettings(2, 1, 8), missing::incrementAndGet, clock);
    }

    private void submit(String id, SamplingSettings sampling) {
        assertThat(sampler.submit(request(id, sampling), listener(id))).isTrue();
    }

    private static SampleRequest request(String id, SamplingSettings sampling) {
        return new SampleRequest(id, new int[PROMPT], sampling, 7, Priority.INTERACTIVE);
    }

    private SampleListener listener(String id) {
        return new SampleListener() {
            @Override
            public void onText(String text, long policyVersion) {
                streamed.append(text);
            }

            @Override
            public void onDone(Sample sample) {
                samples.put(id, sample);
            }

            @Override
            public void onFailure(String reason) {
                failures.put(id, reason);
            }
        };
    }

    /** Steps until nothing runs or waits; pauses pass quickly. */
    private void run() {
        while (sampler.active() + sampler.waiting(Priority.INTERACTIVE) > 0) {
            boolean unused = sampler.step();
            clock.advance(Duration.ofMillis(100));
        }
    }

    private void runUntil(BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            boolean unused = sampler.step();
        }
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static float[] logProbs(int length) {
        float[] values = new float[length];
        IntStream.range(0, length).forEach(i -> values[i] = InferenceDouble.logProb(i));
        return values;
    }

    private static int promptLength(JsonNode body) {
        return body.has("prompt") ? body.path("prompt").size() : body.path("input_ids").size();
    }

    private static long seed(JsonNode body) {
        return body.has("seed")
                ? body.path("seed").asLong()
                : body.path("sampling_params").path("sampling_seed").asLong();
    }
}
