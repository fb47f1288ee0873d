package io.thumbstream.model.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.model.random.Uniforms;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scheduling and life cycle, over a decoder without a model. */
class BatchSamplerTest {
    private final LetterDecoder decoder = new LetterDecoder();
    private final PolicyHolder policies = new PolicyHolder();
    private final Collector collector = new Collector();
    private final ByteTokenizer tokenizer = new ByteTokenizer();
    private BatchSampler sampler = sampler(new SamplerSettings(4, 1, 8), Set.of());

    @BeforeEach
    void publish() {
        policies.publish(Models.policy(3, 1));
    }

    @AfterEach
    void close() {
        sampler.close();
        policies.close();
    }

    @Test
    void shouldSampleUntilTheTokenLimitWhenNothingEndsTheAnswer() {
        collector.submit(sampler, request("a", 5, Priority.INTERACTIVE));

        Collector.runAll(sampler);

        Sample sample = collector.sample("a");
        assertThat(sample.length()).isEqualTo(5);
        assertThat(sample.finish()).isEqualTo(Finish.LENGTH);
        assertThat(sample.text()).hasSize(5).isEqualTo(collector.text("a"));
        assertThat(sample.versions()).containsExactly(new VersionSpan(0, 5, 3));
        assertThat(sampler.tokensSampled()).isEqualTo(5);
    }

    @Test
    void shouldStopAtTheContextWhenThePromptLeavesLessRoomThanAsked() {
        int[] prompt = tokenizer.encode("x".repeat(LetterDecoder.CONTEXT - 3));
        collector.submit(sampler, new SampleRequest("a", prompt, SamplingSettings.plain(50), 1, Priority.INTERACTIVE));

        Collector.runAll(sampler);

        assertThat(collector.sample("a").length()).isEqualTo(3);
    }

    @Test
    void shouldRefuseThePromptWhenItFillsTheContext() {
        int[] prompt = tokenizer.encode("x".repeat(LetterDecoder.CONTEXT));
        SampleRequest request = new SampleRequest("a", prompt, SamplingSettings.plain(5), 1, Priority.INTERACTIVE);

        assertThatThrownBy(() -> sampler.submit(request, collector.listener("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 tokens")
                .hasMessageContaining("shorten");
    }

    @Test
    void shouldFailAtOnceWhenTheBiasNamesATokenThatTheVocabularyLacks() {
        SamplingSettings biased = SamplingSettings.plain(5).withLogitBias(Map.of(7, 1.0, 261, 1.0));
        collector.submit(sampler, new SampleRequest("a", new int[] {9}, biased, 1, Priority.INTERACTIVE));

        assertThat(collector.failures.get("a")).contains("token 261").contains("261 tokens");
        assertThat(sampler.waiting(Priority.INTERACTIVE)).isZero();
    }

    @Test
    void shouldEndTheAnswerAndKeepTheTokenWhenAnEndTokenIsDrawn() {
        int end = ByteTokenizer.FIRST + 'a' + (int) (26 * Uniforms.at(9, 2));
        sampler.close();
        sampler = sampler(new SamplerSettings(4, 1, 8), Set.of(end));
        collector.submit(
                sampler,
                new SampleRequest("a", tokenizer.encode("hi"), SamplingSettings.plain(20), 9, Priority.INTERACTIVE));

        Collector.runAll(sampler);

        Sample sample = collector.sample("a");
        assertThat(sample.finish()).isEqualTo(Finish.STOP);
        assertThat(sample.tokens()).hasSizeLessThanOrEqualTo(3).endsWith(end);
        assertThat(sample.text()).hasSize(sample.length() - 1);
    }

    @Test
    void shouldLeaveTheStopTextOutWhenItIsDrawn() {
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            drawn.append((char) ('a' + (int) (26 * Uniforms.at(4, i))));
        }
        SamplingSettings settings = new SamplingSettings(1, 1, 0, 0, 0, 1, 20, List.of(drawn.substring(3, 6)));
        collector.submit(sampler, new SampleRequest("a", tokenizer.encode("hi"), settings, 4, Priority.INTERACTIVE));

        Collector.runAll(sampler);

        Sample sample = collector.sample("a");
        assertThat(sample.finish()).isEqualTo(Finish.STOP);
        assertThat(sample.text()).isEqualTo(drawn.substring(0, 3)).isEqualTo(collector.text("a"));
        assertThat(sample.length()).isEqualTo(6);
    }

    @Test
    void shouldKeepReservedSlotsFreeWhenOnlyBackgroundWaits() {
        for (int i = 0; i < 6; i++) {
            collector.submit(sampler, request("b" + i, 10, Priority.BACKGROUND));
        }

        assertThat(sampler.step()).isTrue();

        assertThat(sampler.active()).isEqualTo(3);
        collector.submit(sampler, request("i", 2, Priority.INTERACTIVE));
        assertThat(sampler.step()).isTrue();
        assertThat(sampler.active()).isEqualTo(4);
        Collector.runAll(sampler);
        assertThat(collector.finished.get(0)).isEqualTo("i");
        assertThat(collector.samples).hasSize(7);
    }

    @Test
    void shouldShareThePassOverThePromptWhenPromptsAreEqual() {
        for (int i = 0; i < 3; i++) {
            collector.submit(sampler, request("s" + i, 4, Priority.BACKGROUND));
        }

        Collector.runAll(sampler);

        assertThat(decoder.prefillSlots()).containsExactly(List.of(0, 1, 2));
    }

    @Test
    void shouldCachePromptsInOnePassWhenTheyAreOfLikeLength() {
        List<String> prompts = List.of("0123456789", "abcdefgh", "0123456789", "ab");
        for (int i = 0; i < prompts.size(); i++) {
            int[] prompt = tokenizer.encode(prompts.get(i));
            collector.submit(
                    sampler, new SampleRequest("s" + i, prompt, SamplingSettings.plain(2), i, Priority.INTERACTIVE));
        }

        assertThat(sampler.step()).isTrue();

        // nine tokens for slots 0 and 2, seven for slot 1; one token for slot 3 would be padded too much
        assertThat(decoder.prefillSlots()).containsExactly(List.of(0, 2, 1), List.of(3));
        assertThat(decoder.prefills.get(0).sources()).containsExactly(0, 0, 1);
        assertThat(decoder.prefills.get(0).time()).isEqualTo(9);
        assertThat(decoder.prefills.get(1).ids()).containsExactly(ByteTokenizer.FIRST + 'a');
    }

    @Test
    void shouldCacheNothingWhenAPromptIsOneToken() {
        collector.submit(
                sampler, new SampleRequest("a", new int[] {9}, SamplingSettings.plain(2), 1, Priority.INTERACTIVE));

        Collector.runAll(sampler);

        assertThat(decoder.prefills).isEmpty();
        assertThat(collector.sample("a").length()).isEqualTo(2);
    }

    @Test
    void shouldDecodeOneRowWhenOneRequestRuns() {
        collector.submit(sampler, request("a", 3, Priority.INTERACTIVE));

        Collector.runAll(sampler);

        assertThat(decoder.rows).containsExactly(1, 1, 1);
    }

    @Test
    void shouldRefuseARequestWhenItsQueueIsFull() {
        for (int i = 0; i < 8; i++) {
            collector.submit(sampler, request("b" + i, 10, Priority.BACKGROUND));
        }

        assertThat(sampler.submit(request("b8", 10, Priority.BACKGROUND), collector.listener("b8")))
                .isFalse();
        assertThat(sampler.submit(request("i", 10, Priority.INTERACTIVE), collector.listener("i")))
                .isTrue();
    }

    @Test
    void shouldGiveWhatWasSampledWhenCancelled() {
        collector.submit(sampler, request("a", 10, Priority.INTERACTIVE));
        collector.submit(sampler, request("waits", 10, Priority.BACKGROUND));
        assertThat(sampler.step()).isTrue();
        sampler.cancel("a");
        sampler.cancel("waits");
        sampler.cancel("unknown");

        assertThat(collector.sample("a").finish()).isEqualTo(Finish.CANCELLED);
        assertThat(collector.sample("a").length()).isEqualTo(1);
        assertThat(sampler.active()).isZero();
    }

    @Test
    void shouldFailOnlyTheRowWhenItsDistributionIsNotFinite() {
        decoder.broken = 1;
        collector.submit(sampler, request("a", 3, Priority.INTERACTIVE));
        collector.submit(sampler, request("b", 3, Priority.INTERACTIVE));

        Collector.runAll(sampler);

        assertThat(collector.failures).containsOnlyKeys("b");
        assertThat(collector.failures.get("b")).contains("policy version 3");
        assertThat(decoder.cleared).containsExactly(1);
        assertThat(collector.sample("a").length()).isEqualTo(3);
    }

    @Test
    void shouldLetANewPolicyGoWhenItCannotBeUsed() {
        PolicySnapshot unusable = Models.policy(4, 2);
        policies.publish(unusable);
        decoder.refusing = true;
        collector.submit(sampler, request("a", 3, Priority.INTERACTIVE));

        assertThatThrownBy(() -> sampler.step()).hasMessageContaining("version 4");
        assertThatThrownBy(() -> sampler.step()).hasMessageContaining("version 4");

        assertThat(unusable.references()).as("that of the holder alone").isEqualTo(1);
    }

    @Test
    void shouldFailWhatRunsAndWaitsWhenClosed() {
        for (int i = 0; i < 5; i++) {
            collector.submit(sampler, request("a" + i, 3, Priority.INTERACTIVE));
        }
        assertThat(sampler.step()).isTrue();

        sampler.close();

        assertThat(collector.failures).hasSize(5);
    }

    private BatchSampler sampler(SamplerSettings settings, Set<Integer> endTokens) {
        return new BatchSampler(decoder, policies, tokenizer, endTokens, settings);
    }

    private SampleRequest request(String id, int maxTokens, Priority priority) {
        return new SampleRequest(
                id, tokenizer.encode("prompt"), SamplingSettings.plain(maxTokens), id.hashCode(), priority);
    }
}
