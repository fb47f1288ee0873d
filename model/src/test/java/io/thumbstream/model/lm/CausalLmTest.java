package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.StepScope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CausalLmTest {
    private static final int[][] PROMPTS = {{3, 7, 2}, {4}, {5, 5, 9, 1, 6}};
    private static final int[][] RESPONSES = {{8, 1}, {2, 10, 3, 1}, {7}};

    private final NDManager root = NDManager.newBaseManager(Device.cpu());

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        root.close();
    }

    @ParameterizedTest(name = "{0} key-value heads, tied {1}")
    @CsvSource({"2,false", "1,false", "2,true"})
    void shouldMatchTheComposedModelWhenBothRunTheSameTokens(int keyValueHeads, boolean tied) {
        try (CausalLm model = TinyModels.create(TinyModels.config(keyValueHeads, tied), 5);
                StepScope step = StepScope.open(root)) {
            NDArray ids = step.manager().create(new long[] {1, 4, 2, 9, 10, 3}, new Shape(2, 3));

            NDArray script = model.logits(step.manager(), ids);
            NDArray composed = new ComposedLm(model).logits(step.manager(), ids);

            assertThat(script.getShape()).isEqualTo(new Shape(2, 3, 11));
            assertThat(distance(script, composed)).isLessThan(1e-4f);
            assertThat(script.abs().max().getFloat()).isGreaterThan(0.5f);
        }
    }

    @Test
    void shouldGiveTheComposedGradientsWhenTheLossIsBackpropagated() {
        try (CausalLm model = TinyModels.create(TinyModels.config(1, false), 6)) {
            model.parameters().requireGrad(true);
            Map<String, float[]> script = Slopes.of(root, model.parameters(), () -> {
                TokenBatch batch = model.logProbs(root, PROMPTS, RESPONSES);
                return Masked.mean(batch.logProbs(), batch.mask()).neg();
            });
            Map<String, float[]> composed = Slopes.of(root, model.parameters(), () -> {
                NDArray ids = root.create(new long[] {3, 7, 2, 8, 1, 0, 4, 2, 10, 3, 1, 0, 5, 5, 9, 1, 6, 7})
                        .reshape(3, 6);
                NDArray p =
                        new ComposedLm(model).logits(root, ids).logSoftmax(-1).reshape(18, 11);
                NDArray rows = p.get(root.create(new long[] {2, 3, 6, 7, 8, 9, 16}));
                NDArray target = root.create(new long[] {8, 1, 2, 10, 3, 1, 7}, new Shape(7, 1));
                return rows.gather(target, 1).mean().neg();
            });

            assertThat(script.keySet()).isEqualTo(composed.keySet());
            composed.forEach((name, expected) -> {
                float scale = 0;
                for (float g : expected) {
                    scale = Math.max(scale, Math.abs(g));
                }
                assertThat(scale).as(name).isPositive();
                assertThat(script.get(name)).as(name).containsExactly(expected, within(1e-4f * scale));
            });
        }
    }

    @Test
    void shouldSumLogSoftmaxByHandWhenTheModelHasOneLayer() {
        LmConfig config = new LmConfig(3, 2, 1, 1, 1, 2, 4, 10_000, 1e-6, false);
        try (CausalLm model = CausalLm.create(config, 1, Device.cpu());
                StepScope step = StepScope.open(root)) {
            // with every layer silenced, the state is the normalised embedding: [1, 1] / rms = [1, 1]
            for (String name : model.parameters().names()) {
                if (name.contains("proj")) {
                    model.parameters().get(name).muli(0);
                }
            }
            model.parameters().get("model.embed_tokens.weight").set(new float[] {5, 5, 5, 5, 5, 5});
            model.parameters().get("lm_head.weight").set(new float[] {1, 0, 0, 2, 0, 0});

            TokenBatch batch = model.logProbs(step.manager(), new int[][] {{0}}, new int[][] {{1, 2}});

            double log = Math.log(Math.exp(1) + Math.exp(2) + 1); // scores 1, 2, 0
            assertThat(batch.logProbs().toFloatArray())
                    .containsExactly(new float[] {(float) (2 - log), (float) -log}, within(1e-5f));
            double entropy = log - (Math.exp(1) + 2 * Math.exp(2)) / Math.exp(log);
            assertThat(batch.entropy().toFloatArray())
                    .containsExactly(new float[] {(float) entropy, (float) entropy}, within(1e-5f));
        }
    }

    @Test
    void shouldKeepLogProbsWhenARowIsPaddedByLongerOnes() {
        try (CausalLm model = TinyModels.create(TinyModels.config(2, false), 7);
                StepScope step = StepScope.open(root)) {
            TokenBatch together = model.logProbs(step.manager(), PROMPTS, RESPONSES);
            assertThat(together.mask().toFloatArray()).containsExactly(1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0);
            for (int row = 0; row < PROMPTS.length; row++) {
                TokenBatch alone =
                        model.logProbs(step.manager(), new int[][] {PROMPTS[row]}, new int[][] {RESPONSES[row]});
                int time = RESPONSES[row].length;
                NDArray same = together.logProbs().get(row + ":" + (row + 1) + ",:" + time);
                assertThat(distance(alone.logProbs(), same)).as("row " + row).isLessThan(1e-5f);
                float[] whole = together.logProbs().get(row).toFloatArray();
                assertThat(Arrays.copyOfRange(whole, time, whole.length))
                        .as("padding of row " + row)
                        .isEqualTo(new float[whole.length - time]);
            }
        }
    }

    @Test
    void shouldDivideScoresWhenATemperatureIsGiven() {
        try (CausalLm model = TinyModels.create(TinyModels.config(2, false), 8);
                StepScope step = StepScope.open(root)) {
            NDArray ids = step.manager().create(new long[] {4, 2}, new Shape(1, 2));
            NDArray expected = model.logits(step.manager(), ids).div(0.5).logSoftmax(-1);
            TokenBatch batch = model.logProbs(step.manager(), new int[][] {{4, 2}}, new int[][] {{9}}, 0.5);
            assertThat(batch.logProbs().getFloat(0, 0)).isCloseTo(expected.getFloat(0, 1, 9), within(1e-5f));
        }
    }

    @Test
    void shouldTakeTheLastRealStateWhenSequencesHaveDifferentLengths() {
        try (CausalLm model = TinyModels.create(TinyModels.config(2, false), 9);
                StepScope step = StepScope.open(root)) {
            NDArray last = model.lastHidden(step.manager(), new int[][] {{3, 4}, {5}}, new int[][] {{6, 7}, {}});
            NDArray ids = step.manager().create(new long[] {3, 4, 6, 7}, new Shape(1, 4));
            NDArray states = model.hidden(step.manager(), ids);
            assertThat(last.getShape()).isEqualTo(new Shape(2, 8));
            assertThat(distance(last.get(0), states.get("0,3"))).isLessThan(1e-5f);
        }
    }

    @Test
    void shouldUseUngradedResultsInALossWhenTheyComeFromAReferenceModel() {
        try (CausalLm model = TinyModels.create(TinyModels.config(2, false), 10);
                CausalLm reference = model.copy()) {
            model.parameters().requireGrad(true);
            Map<String, float[]> gradients = Slopes.of(root, model.parameters(), () -> {
                TokenBatch old = Grad.off(() -> reference.logProbs(root, PROMPTS, RESPONSES));
                TokenBatch batch = model.logProbs(root, PROMPTS, RESPONSES);
                return Masked.mean(batch.logProbs().sub(old.logProbs()).exp().mul(old.logProbs()), batch.mask());
            });
            assertThat(gradients.get("lm_head.weight")).isNotEqualTo(new float[88]);
        }
    }

    @Test
    void shouldAnswerTheSameWhenSavedAndLoaded(@TempDir Path directory) throws Exception {
        try (CausalLm model = TinyModels.create(TinyModels.config(1, true), 11)) {
            model.save(directory);
            try (CausalLm loaded = CausalLm.load(directory, Device.cpu())) {
                assertThat(loaded.config()).isEqualTo(model.config());
                assertThat(loaded.parameters().digest())
                        .isEqualTo(model.parameters().digest());
            }
        }
    }

    @Test
    void shouldKeepTheNumberOfManagedArraysWhenManyStepsRun() {
        try (CausalLm model = TinyModels.create(TinyModels.config(2, false), 12)) {
            model.parameters().requireGrad(true);
            int managed = -1;
            for (int i = 0; i < 20; i++) {
                try (StepScope step = StepScope.open(root)) {
                    Grad.enabled(() -> Grad.backward(model.meanLoss(step.manager(), PROMPTS, RESPONSES)));
                }
                int now = root.getManagedArrays().size() + model.parameters().managedArrays();
                managed = managed < 0 ? now : managed;
                assertThat(now).as("arrays after step " + i).isEqualTo(managed);
            }
        }
    }

    @Test
    void shouldRefuseWhenARowDoesNotFit() {
        try (CausalLm model = TinyModels.create(TinyModels.config(2, false), 13)) {
            assertThatThrownBy(() -> model.logProbs(root, new int[][] {{1, 2}}, new int[][] {new int[15]}))
                    .hasMessageContaining("must fit the context of 16");
            assertThatThrownBy(() -> model.logProbs(root, new int[][] {{}}, new int[][] {{1}}))
                    .hasMessageContaining("must not be empty");
        }
    }

    private static float distance(NDArray a, NDArray b) {
        return a.sub(b).abs().max().getFloat();
    }
}
