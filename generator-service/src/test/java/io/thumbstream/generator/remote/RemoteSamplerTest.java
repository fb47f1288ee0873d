package io.thumbstream.generator.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.generator.remote.RemoteSettings.LogProbs;
import io.thumbstream.generator.remote.RemoteSettings.Server;
import io.thumbstream.model.sample.Finish;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.sample.VersionSpan;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers over real connections to a server of this process. */
@Timeout(120)
class RemoteSamplerTest {
    private final SamplerRig rig = new SamplerRig();

    RemoteSamplerTest() throws IOException {}

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Server.class,
            names = {"VLLM", "SGLANG"})
    void shouldGiveTokensLogProbsAndTextWhenTheServerAnswers(Server kind) throws IOException {
        rig.use(kind);
        rig.submit("a", SamplingSettings.plain(SamplerRig.ANSWER.length() + 5));

        rig.run();

        Sample sample = rig.sample("a");
        assertThat(sample.text()).isEqualTo(SamplerRig.ANSWER).isEqualTo(rig.streamed.toString());
        assertThat(sample.tokens()).isEqualTo(new ByteTokenizer().encode(SamplerRig.ANSWER));
        assertThat(sample.logProbs()).isEqualTo(SamplerRig.logProbs(SamplerRig.ANSWER.length()));
        assertThat(sample.entropies()).isEmpty();
        assertThat(sample.finish()).isEqualTo(Finish.STOP);
        assertThat(sample.versions()).containsExactly(new VersionSpan(0, SamplerRig.ANSWER.length(), 0));
        assertThat(rig.server.asked)
                .allSatisfy(asked -> assertThat(asked.authorization()).contains("Bearer key"));
    }

    @Test
    void shouldEndAtTheTokenLimitWhenTheAnswerIsLonger() {
        rig.submit("a", SamplingSettings.plain(5));

        rig.run();

        assertThat(rig.sample("a").text()).isEqualTo(SamplerRig.ANSWER.substring(0, 5));
        assertThat(rig.sample("a").finish()).isEqualTo(Finish.LENGTH);
    }

    @Test
    void shouldLeaveOutTheStopTextWhenItAppears() {
        rig.submit("a", new SamplingSettings(1, 1, 0, 0, 0, 1, 30, List.of(" today")));

        rig.run();

        assertThat(rig.sample("a").text()).isEqualTo("It left").isEqualTo(rig.streamed.toString());
        assertThat(rig.sample("a").finish()).isEqualTo(Finish.STOP);
        JsonNode asked = rig.server.generations().get(1);
        assertThat(asked.path("stop").get(0).asText()).isEqualTo(" today");
        assertThat(asked.path("stop_token_ids")).hasSize(ByteTokenizer.FIRST);
    }

    @Test
    void shouldAskForNoMoreAtOnceThanThereAreSlots() {
        CountDownLatch open = new CountDownLatch(1);
        for (int i = 0; i < 2; i++) {
            rig.server.next((exchange, body) -> {
                SamplerRig.hold(open);
                rig.server.whole(exchange, body);
            });
        }
        for (int i = 0; i < 5; i++) {
            rig.submit("a" + i, SamplingSettings.plain(30));
        }
        rig.runUntil(() -> rig.server.generations().size() == 3);
        for (int i = 0; i < 10; i++) {
            boolean unused = rig.sampler.step();
        }

        assertThat(rig.server.generations()).as("the probe and two answers").hasSize(3);
        assertThat(rig.sampler.active()).isEqualTo(2);
        assertThat(rig.sampler.waiting(Priority.INTERACTIVE)).isEqualTo(3);
        open.countDown();
        rig.run();
        assertThat(rig.samples).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"RAW, 0.5", "RAW, 1", "TEMPERED, 1"})
    void shouldRefuseSettingsWhenTheServersNumbersWouldBeOfAnotherDistribution(LogProbs logProbs, double topP) {
        rig.restart(logProbs, 5);
        double temperature = topP == 1 ? 0.5 : 1;
        SamplingSettings wish = new SamplingSettings(temperature, topP, 0, 0, 0, 1, 30, List.of());
        boolean exact = logProbs == LogProbs.TEMPERED;

        rig.submit("a", wish);
        rig.run();

        assertThat(rig.failures.containsKey("a")).isEqualTo(!exact);
        assertThat(rig.samples.containsKey("a")).isEqualTo(exact);
        rig.submit("mixed", SamplingSettings.plain(30).withMixture(0.1, 2));
        assertThat(rig.failure("mixed")).contains("explorer");
    }

    @Test
    void shouldReportCertaintyWhenTheAnswerIsGreedy() {
        rig.submit("a", new SamplingSettings(0, 1, 0, 0, 0, 1, 3, List.of()));

        rig.run();

        assertThat(rig.sample("a").logProbs()).containsExactly(0, 0, 0);
    }

    @Test
    void shouldGiveWhatWasSampledWhenCancelled() {
        CountDownLatch never = new CountDownLatch(1);
        rig.server.next((exchange, body) -> {
            exchange.sendResponseHeaders(200, 0);
            SamplerRig.hold(never);
        });
        rig.submit("a", SamplingSettings.plain(30));
        rig.runUntil(() -> rig.server.generations().size() == 2);

        rig.sampler.cancel("a");
        rig.sampler.cancel("unknown");

        assertThat(rig.sample("a").finish()).isEqualTo(Finish.CANCELLED);
        assertThat(rig.sample("a").length()).isZero();
        assertThat(rig.sampler.active()).isZero();
        never.countDown();
    }

    @Test
    void shouldAnswerBothWhenOneIdIsAskedForTwice() {
        CountDownLatch open = new CountDownLatch(1);
        rig.server.next((exchange, body) -> {
            SamplerRig.hold(open);
            rig.server.whole(exchange, body);
        });
        rig.submit("a", SamplingSettings.plain(3));
        rig.runUntil(() -> rig.server.generations().size() == 2);
        rig.submit("a", SamplingSettings.plain(3));
        rig.runUntil(() -> rig.samples.size() == 1);

        assertThat(rig.sampler.active()).isEqualTo(1);
        open.countDown();
        rig.run();
        assertThat(rig.streamed.toString()).isEqualTo("It It ");
    }

    @Test
    void shouldFailWhatRunsAndWaitsWhenClosed() {
        CountDownLatch never = new CountDownLatch(1);
        rig.server.next((exchange, body) -> SamplerRig.hold(never));
        rig.server.next((exchange, body) -> SamplerRig.hold(never));
        for (int i = 0; i < 4; i++) {
            rig.submit("a" + i, SamplingSettings.plain(30));
        }
        rig.runUntil(() -> rig.server.generations().size() == 3);

        rig.sampler.close();

        assertThat(rig.failures).hasSize(4);
        never.countDown();
    }

    @Test
    void shouldRefuseWhatHasNoRoomInContextOrQueue() {
        SampleRequest long64 = new SampleRequest("a", new int[64], SamplingSettings.plain(5), 1, Priority.INTERACTIVE);
        assertThatThrownBy(() -> rig.sampler.submit(long64, rig.listener("a"))).hasMessageContaining("64 tokens");

        for (int i = 0; i < 8; i++) {
            rig.submit("b" + i, SamplingSettings.plain(5));
        }
        assertThat(rig.sampler.submit(SamplerRig.request("c", SamplingSettings.plain(5)), rig.listener("c")))
                .isFalse();
    }
}
