package io.thumbstream.model.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeds, independence of rows, weight swaps, and memory of the sampler on a real model. */
class SamplerRepeatTest {
    private static final SamplerSettings SETTINGS = new SamplerSettings(8, 1, 256);

    private final PolicyHolder policies = new PolicyHolder();
    private final ByteTokenizer tokenizer = new ByteTokenizer();

    @BeforeEach
    void publish() {
        Grad.prepareThread();
        policies.publish(Models.policy(1, 21));
    }

    @AfterEach
    void close() {
        policies.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldDrawTheSameTokensWhenTheRestOfTheBatchDiffers(long seed) {
        SampleRequest wanted = request("wanted", "where is my order", seed, 30);

        int[] alone = run(List.of(wanted)).sample("wanted").tokens();

        List<SampleRequest> crowd = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            crowd.add(request("o" + i, "other prompt ".repeat(1 + i % 3), 100 * seed + i, 5 + i));
        }
        crowd.add(9, wanted);
        assertThat(run(crowd).sample("wanted").tokens()).as("seed %d", seed).isEqualTo(alone);
    }

    /** One row with another rule sends all rows of a step through more operations, which round. */
    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8})
    void shouldDrawTheSameTokensWhenOthersAreDrawnByOtherRules(long seed) {
        SampleRequest wanted = request("wanted", "where is my order", seed, 30);
        SamplingSettings plain = SamplingSettings.plain(20);
        List<SamplingSettings> rules = List.of(
                plain.withTemperature(0),
                plain.withMixture(0.3, 2),
                plain.withLogitBias(Map.of(7, 5.0)),
                new SamplingSettings(0.8, 0.9, 5, 0.05, 0, 1, 20, List.of()));
        List<SampleRequest> crowd = new ArrayList<>(List.of(wanted));
        for (int i = 0; i < rules.size(); i++) {
            crowd.add(new SampleRequest(
                    "o" + i, tokenizer.encode("other prompt"), rules.get(i), seed, Priority.INTERACTIVE));
        }

        Sample alone = run(List.of(wanted)).sample("wanted");
        Sample among = run(crowd).sample("wanted");

        assertThat(among.tokens()).as("seed %d", seed).isEqualTo(alone.tokens());
        assertThat(among.logProbs()).as("seed %d", seed).containsExactly(alone.logProbs(), within(1e-4f));
    }

    /** The cache is as large as for the long one, shrinks some steps after that has ended, and grows again; what it holds of the other stays. */
    @ParameterizedTest
    @ValueSource(longs = {1, 3, 4, 5, 6})
    void shouldDrawTheSameTokensWhenTheCacheIsMadeSmallerMeanwhile(long seed) {
        SampleRequest wanted = request("wanted", "where is my order", seed, 30);
        SampleRequest longer = request("longer", "longer prompt ".repeat(4), seed, 4);

        Sample alone = run(List.of(wanted)).sample("wanted");
        Sample beside = run(List.of(wanted, longer)).sample("wanted");

        assertThat(alone.tokens()).as("seed %d", seed).hasSizeGreaterThan(20);
        assertThat(beside.tokens()).as("seed %d", seed).isEqualTo(alone.tokens());
        assertThat(beside.logProbs()).as("seed %d", seed).containsExactly(alone.logProbs(), within(1e-4f));
    }

    @Test
    void shouldDrawOtherTokensWhenTheSeedDiffers() {
        Collector result = run(List.of(request("a", "same", 1, 30), request("b", "same", 2, 30)));

        assertThat(result.sample("a").tokens()).isNotEqualTo(result.sample("b").tokens());
    }

    @Test
    void shouldDrawTheSameTokensWhenThePromptWasSharedOrNot() {
        SampleRequest one = request("a", "shared prompt", 5, 25);
        SampleRequest two = request("b", "shared prompt", 6, 25);

        Collector together = run(List.of(one, two));

        assertThat(together.sample("b").tokens())
                .isEqualTo(run(List.of(two)).sample("b").tokens());
    }

    @Test
    void shouldGoOnWithNewSpansWhenThePolicyIsSwappedUnderLoad() {
        Collector collector = new Collector();
        List<PolicySnapshot> published = new ArrayList<>();
        try (BatchSampler sampler = BatchSampler.of(policies, tokenizer, SETTINGS)) {
            for (int i = 0; i < 60; i++) {
                collector.submit(sampler, request("r" + i, "prompt " + i % 4, i, 20));
            }
            long version = 1;
            for (int step = 0; sampler.step(); step++) {
                if (step % 7 == 6) {
                    version++;
                    PolicySnapshot next = Models.policy(version, 21 + version);
                    published.add(next);
                    policies.publish(next);
                }
            }
        }
        assertThat(collector.failures).isEmpty();
        assertThat(collector.samples).hasSize(60);
        assertThat(collector.samples.values()).allSatisfy(SamplerRepeatTest::spansCoverTheTokensInOrder);
        assertThat(collector.samples.values())
                .anySatisfy(s -> assertThat(s.versions()).hasSizeGreaterThan(1));
        // all but the newest are freed, and that one is held by the holder alone
        assertThat(published.subList(0, published.size() - 1))
                .allSatisfy(p -> assertThat(p.references()).isZero());
        assertThat(published.get(published.size() - 1).references()).isEqualTo(1);
    }

    @Test
    void shouldDrawAsTheNewPolicyAloneWouldWhenARequestStartsAfterTheSwap() {
        SampleRequest after = request("after", "a prompt", 77, 25);
        Collector collector = new Collector();
        try (BatchSampler sampler = BatchSampler.of(policies, tokenizer, SETTINGS)) {
            collector.submit(sampler, request("before", "a prompt", 76, 25));
            assertThat(sampler.step()).isTrue();
            policies.publish(Models.policy(2, 99));
            collector.submit(sampler, after);
            Collector.runAll(sampler);
        }

        assertThat(collector.sample("after").tokens())
                .isEqualTo(run(List.of(after)).sample("after").tokens());
        assertThat(collector.sample("after").versions()).hasSize(1);
        assertThat(collector.sample("before").versions())
                .containsExactly(new VersionSpan(0, 1, 1), new VersionSpan(1, 25, 2));
    }

    @Test
    void shouldKeepTheNumberOfArraysConstantWhenManyAnswersAreSampled() {
        try (TorchDecoder decoder = new TorchDecoder(Models.config(), 8, ai.djl.Device.cpu())) {
            BatchSampler sampler = new BatchSampler(decoder, policies, tokenizer, java.util.Set.of(), SETTINGS);
            Collector collector = new Collector();
            collector.submit(sampler, request("first", "prompt", 0, 10));
            Collector.runAll(sampler);
            int before = decoder.managedArrays();
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 10; i++) {
                    collector.submit(sampler, request(round + "." + i, "prompt", i, 10));
                }
                Collector.runAll(sampler);
                policies.publish(Models.policy(round + 2, round));
            }
            assertThat(decoder.managedArrays()).isEqualTo(before);
            assertThat(collector.samples).hasSize(201);
            sampler.failAll("end of test");
        }
    }

    @Test
    void shouldServeTheNextPolicyWhenOneWasNotFinite() {
        CausalLm broken = CausalLm.create(Models.config(), 5, ai.djl.Device.cpu());
        broken.parameters().get("model.embed_tokens.weight").muli(Float.NaN);
        Collector collector = new Collector();
        try (BatchSampler sampler = BatchSampler.of(policies, tokenizer, SETTINGS)) {
            policies.publish(new PolicySnapshot(2, broken));
            collector.submit(sampler, request("broken", "a prompt of many tokens", 1, 5));
            Collector.runAll(sampler);
            policies.publish(Models.policy(3, 21));
            collector.submit(sampler, request("next", "short", 1, 5));
            Collector.runAll(sampler);
        }

        assertThat(collector.failures).containsOnlyKeys("broken");
        assertThat(collector.sample("next").tokens())
                .isEqualTo(run(List.of(request("next", "short", 1, 5)))
                        .sample("next")
                        .tokens());
    }

    private static void spansCoverTheTokensInOrder(Sample sample) {
        int at = 0;
        long version = 0;
        for (VersionSpan span : sample.versions()) {
            assertThat(span.start()).isEqualTo(at);
            assertThat(span.policyVersion()).isGreaterThan(version);
            at = span.end();
            version = span.policyVersion();
        }
        assertThat(at).isEqualTo(sample.length());
    }

    private Collector run(List<SampleRequest> requests) {
        Collector collector = new Collector();
        try (BatchSampler sampler = BatchSampler.of(policies, tokenizer, SETTINGS)) {
            requests.forEach(r -> collector.submit(sampler, r));
            Collector.runAll(sampler);
        }
        return collector;
    }

    private SampleRequest request(String id, String prompt, long seed, int maxTokens) {
        return new SampleRequest(
                id, tokenizer.encode(prompt), SamplingSettings.plain(maxTokens), seed, Priority.INTERACTIVE);
    }
}
