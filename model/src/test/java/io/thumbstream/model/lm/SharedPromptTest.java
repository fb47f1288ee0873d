package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Masked;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedPromptTest {
    /** Two groups, their rows in between each other, prompts of unlike length. */
    private static final int[][] PROMPTS = {{3, 7, 2, 4}, {4, 1}, {3, 7, 2, 4}, {4, 1}, {3, 7, 2, 4}};

    private static final int[][] RESPONSES = {{8, 1, 2}, {2, 10, 3, 1, 5}, {7}, {6, 6}, {8, 4, 1}};

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @ParameterizedTest(name = "{0} key-value heads")
    @ValueSource(ints = {1, 2})
    void shouldGiveTheLogProbsAndGradientsOfWholeRowsWhenRowsShareTheirPrompts(int keyValueHeads) {
        try (CausalLm model = TinyModels.create(TinyModels.config(keyValueHeads, false), 21);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            model.parameters().requireGrad(true);
            float[][] shared = new float[PROMPTS.length][];
            float[][] alone = new float[PROMPTS.length][];
            Map<String, float[]> together = Slopes.of(manager, model.parameters(), () -> {
                TokenBatch batch = model.logProbs(manager, PROMPTS, RESPONSES);
                for (int row = 0; row < PROMPTS.length; row++) {
                    shared[row] = batch.logProbs()
                            .get(row + ",:" + RESPONSES[row].length)
                            .toFloatArray();
                }
                return Masked.sum(batch.logProbs().mul(batch.logProbs()), batch.mask());
            });
            Map<String, float[]> apart = Slopes.of(manager, model.parameters(), () -> {
                NDArray loss = manager.create(0f);
                for (int row = 0; row < PROMPTS.length; row++) {
                    NDArray whole = whole(model, manager, PROMPTS[row], RESPONSES[row]);
                    alone[row] = whole.toFloatArray();
                    loss = loss.add(whole.mul(whole).sum());
                }
                return loss;
            });

            for (int row = 0; row < PROMPTS.length; row++) {
                assertThat(shared[row]).as("row " + row).containsExactly(alone[row], within(1e-5f));
            }
            apart.forEach((name, expected) -> {
                float scale = 0;
                for (float g : expected) {
                    scale = Math.max(scale, Math.abs(g));
                }
                assertThat(scale).as(name).isPositive();
                assertThat(together.get(name)).as(name).containsExactly(expected, within(1e-4f * scale));
            });
        }
    }

    @Test
    void shouldLayOutADistinctPromptOnceWhenRowsRepeatIt() {
        SharedPromptLayout layout = SharedPromptLayout.of(PROMPTS, RESPONSES, 16);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            assertThat(layout.ids(manager).toLongArray())
                    .startsWith(3, 7, 2, 4, 4, 1, 0, 0, 8, 1, 0, 0, 2, 10, 3, 1)
                    .hasSize(2 * 4 + 5 * 4);
            assertThat(layout.positions(manager, 16).toLongArray())
                    .startsWith(0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 2, 3, 4, 5);
            assertThat(layout.owner(manager).toLongArray()).containsExactly(0, 1, 0, 1, 0);
            // the first token of row 1 is foreseen by the last token of the second prompt, its second by its own first
            assertThat(layout.source(manager).toLongArray()).startsWith(3, 8, 9, 5, 12, 13);
        }
    }

    /** Log-probs of one row by the pass over the whole of it. */
    private static NDArray whole(CausalLm model, NDManager manager, int[] prompt, int[] response) {
        long[] ids = new long[prompt.length + response.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i < prompt.length ? prompt[i] : response[i - prompt.length];
        }
        NDArray scores = model.logits(manager, manager.create(ids).reshape(1, ids.length))
                .logSoftmax(-1);
        NDArray foreseen = scores.get("0," + (prompt.length - 1) + ":" + (ids.length - 1));
        long[] target = new long[response.length];
        for (int t = 0; t < target.length; t++) {
            target[t] = response[t];
        }
        return foreseen.gather(manager.create(target).reshape(target.length, 1), 1)
                .flatten();
    }
}
