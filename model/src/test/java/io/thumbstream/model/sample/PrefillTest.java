package io.thumbstream.model.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.thumbstream.model.random.Uniforms;
import io.thumbstream.model.sample.PromptPass.Prompt;
import io.thumbstream.model.tensor.Grad;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts that are cached together, against each of them cached alone, on a real model. */
class PrefillTest {
    private static final float TOLERANCE = 1e-5f;
    private static final int SLOTS = 8;

    private final PolicyHolder policies = new PolicyHolder();

    @BeforeEach
    void publish() {
        Grad.prepareThread();
        policies.publish(Models.policy(1, 31));
    }

    @AfterEach
    void close() {
        policies.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldDrawAsEachAloneWouldWhenPromptsOfDifferentLengthsStartTogether(long seed) {
        // 16 to 20 tokens share a pass, 1 and 6 do not; two groups share their prompt
        List<SampleRequest> requests = new ArrayList<>();
        for (int length : List.of(20, 16, 6, 18, 20, 1, 16, 17)) {
            requests.add(new SampleRequest(
                    "r" + requests.size(),
                    tokens(length),
                    SamplingSettings.plain(25),
                    seed + requests.size(),
                    Priority.INTERACTIVE));
        }

        Collector together = run(requests);

        for (SampleRequest request : requests) {
            Sample expected = run(List.of(request)).sample(request.id());
            Sample sample = together.sample(request.id());
            assertThat(sample.tokens()).as("seed %d, %s", seed, request).isEqualTo(expected.tokens());
            assertThat(sample.logProbs())
                    .as("seed %d, %s", seed, request)
                    .containsExactly(expected.logProbs(), within(TOLERANCE));
        }
    }

    /** Three tokens beside twenty leave rubbish at positions 3 until 19, which thirty steps overwrite one by one and pass. */
    @Test
    void shouldNeverSeePaddingWhenAShortPromptIsCachedBesideALongOne() {
        Prompt shorter = new Prompt(List.of(9, 40, 77), List.of(1));
        Prompt longer =
                new Prompt(IntStream.range(0, 20).mapToObj(i -> 50 + 7 * i).toList(), List.of(0));

        List<SampledToken> together = decode(List.of(new PromptPass(List.of(longer, shorter))));
        List<SampledToken> apart = decode(List.of(new PromptPass(List.of(longer)), new PromptPass(List.of(shorter))));

        assertEqual(together, apart);
    }

    @Test
    void shouldGiveEverySlotItsPromptWhenGroupsShareAPass() {
        List<Prompt> prompts = List.of(
                new Prompt(List.of(5, 6, 7, 8), List.of(1)),
                new Prompt(List.of(30, 31, 32), List.of(3, 0)),
                new Prompt(List.of(90, 91, 92, 93), List.of(2)));

        List<SampledToken> together = decode(List.of(new PromptPass(prompts)));
        List<PromptPass> single = new ArrayList<>();
        for (Prompt prompt : prompts) {
            prompt.slots()
                    .forEach(slot -> single.add(new PromptPass(List.of(new Prompt(prompt.tokens(), List.of(slot))))));
        }

        assertEqual(together, decode(single));
    }

    /** Caches the passes, then lets all their slots read token 11 and draw 30 tokens each, which are given step by step. */
    private List<SampledToken> decode(List<PromptPass> passes) {
        int rows = passes.stream().mapToInt(p -> p.slots().length).sum();
        long[] position = new long[rows];
        long[] input = new long[rows];
        List<SampledToken> drawn = new ArrayList<>();
        PolicySnapshot policy = policies.acquire();
        try (TorchDecoder decoder = new TorchDecoder(Models.config(), SLOTS, Device.cpu())) {
            decoder.use(policy);
            passes.forEach(decoder::prefill);
            for (PromptPass pass : passes) {
                for (int i = 0; i < pass.slots().length; i++) {
                    int slot = (int) pass.slots()[i];
                    position[slot] = lengthOf(pass, (int) pass.sources()[i]);
                    input[slot] = 11;
                }
            }
            DecodeStep step = new DecodeStep(SLOTS);
            for (int time = 0; time < 30; time++) {
                step.reset(rows, Models.VOCABULARY);
                for (int row = 0; row < rows; row++) {
                    step.ids[row] = input[row];
                    step.positions[row] = position[row]++;
                    step.uniforms[row] = Uniforms.at(row, time);
                    step.longest = (int) Math.max(step.longest, position[row]);
                }
                decoder.decode(step);
                for (int row = 0; row < rows; row++) {
                    SampledToken token = step.token(row, 1);
                    drawn.add(token);
                    input[row] = token.token();
                }
            }
        } finally {
            policy.release();
        }
        return drawn;
    }

    /** Prompts of this test repeat no token, padding does. */
    private static int lengthOf(PromptPass pass, int row) {
        return (int) IntStream.range(0, pass.time())
                .mapToLong(at -> pass.ids()[row * pass.time() + at])
                .distinct()
                .count();
    }

    private static void assertEqual(List<SampledToken> drawn, List<SampledToken> expected) {
        assertThat(drawn).hasSameSizeAs(expected);
        for (int i = 0; i < drawn.size(); i++) {
            assertThat(drawn.get(i).token())
                    .as("draw %d", i)
                    .isEqualTo(expected.get(i).token());
            assertThat(drawn.get(i).logProb())
                    .as("draw %d", i)
                    .isCloseTo(expected.get(i).logProb(), within(TOLERANCE));
        }
    }

    private static int[] tokens(int length) {
        return IntStream.range(0, length)
                .map(i -> 6 + (11 * length + 37 * i) % 250)
                .toArray();
    }

    private Collector run(List<SampleRequest> requests) {
        Collector collector = new Collector();
        try (BatchSampler sampler = BatchSampler.of(policies, new ByteTokenizer(), new SamplerSettings(SLOTS, 1, 16))) {
            requests.forEach(r -> collector.submit(sampler, r));
            Collector.runAll(sampler);
        }
        assertThat(collector.failures).isEmpty();
        return collector;
    }
}
