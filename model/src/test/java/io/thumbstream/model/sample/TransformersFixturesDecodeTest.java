package io.thumbstream.model.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.TransformersFixture;
import io.thumbstream.model.tensor.Grad;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decoding with a cache against what transformers computed from its checkpoints. The uniform numbers are chosen so that the tokens of the
 * text are drawn by inverse CDF.
 */
class TransformersFixturesDecodeTest {
    /** Tokens that are read as a prompt, per slot; the others are read one by one. */
    private static final int[] PROMPTS = {1, 9};

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @ParameterizedTest
    @MethodSource("io.thumbstream.model.lm.TransformersFixture#models")
    void shouldDrawTheTextWithTheLogProbsOfTransformersWhenDecodingStepByStep(TransformersFixture fixture)
            throws IOException {
        int[] ids = fixture.ids();
        double[] logProbs = fixture.logProbs();
        try (CausalLm model = fixture.load();
                TorchDecoder decoder = new TorchDecoder(model.config(), PROMPTS.length, Device.cpu())) {
            decoder.use(PolicySnapshot.shared(1, model, () -> {}));
            for (int slot = 0; slot < PROMPTS.length; slot++) {
                List<Integer> prompt =
                        Arrays.stream(ids).limit(PROMPTS[slot]).boxed().toList();
                decoder.prefill(new PromptPass(List.of(new PromptPass.Prompt(prompt, List.of(slot)))));
            }
            DecodeStep step = new DecodeStep(PROMPTS.length);
            for (int place = PROMPTS[0]; place + 1 < ids.length; place++) {
                step.reset(PROMPTS.length, model.config().vocabularySize());
                step.longest = ids.length;
                int[] places = new int[PROMPTS.length];
                for (int slot = 0; slot < PROMPTS.length; slot++) {
                    places[slot] = Math.min(place - PROMPTS[0] + PROMPTS[slot], ids.length - 2);
                    step.ids[slot] = ids[places[slot]];
                    step.positions[slot] = places[slot];
                    step.uniforms[slot] = middle(fixture.logits(places[slot]), ids[places[slot] + 1]);
                }
                decoder.decode(step);
                for (int slot = 0; slot < PROMPTS.length; slot++) {
                    SampledToken token = step.token(slot, 1);
                    assertThat(token.token())
                            .as("slot %s, place %s", slot, places[slot])
                            .isEqualTo(ids[places[slot] + 1]);
                    assertThat((double) token.logProb())
                            .as("slot %s, place %s", slot, places[slot])
                            .isCloseTo(logProbs[places[slot]], within(TransformersFixture.LIMIT));
                }
            }
        }
    }

    /** The middle of a token's part of the unit interval. */
    private static double middle(double[] logits, int token) {
        double[] weights = Arrays.stream(logits).map(StrictMath::exp).toArray();
        double below = Arrays.stream(weights, 0, token).sum();
        return (below + weights[token] / 2) / Arrays.stream(weights).sum();
    }
}
