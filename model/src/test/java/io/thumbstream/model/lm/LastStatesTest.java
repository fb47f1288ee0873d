package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Owned;
import io.thumbstream.model.tensor.StepScope;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LastStatesTest {
    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final int[][] PROMPTS = {{3, 7, 2}, {4}};
    private static final int[][] RESPONSES = {{8, 1}, {2, 10, 3, 4}};
    private static final FeatureDropout DROPOUT = new FeatureDropout(0.3, 5);

    private final NDManager root = NDManager.newBaseManager(Device.cpu());

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        root.close();
    }

    @Test
    void shouldBeThePlainStatesWhenNothingIsLeftOutAndOthersWhenSomethingIs() {
        try (CausalLm model = TinyModels.create(TinyModels.config(2, false), 9);
                StepScope step = StepScope.open(root)) {
            LastStates states = model.lastStates(step.manager(), PROMPTS, RESPONSES);
            float[] plain = states.plain().toFloatArray();

            assertThat(states.dropped(new FeatureDropout(0, 5)).toFloatArray()).isEqualTo(plain);
            assertThat(model.lastHidden(step.manager(), PROMPTS, RESPONSES).toFloatArray())
                    .isEqualTo(plain);
            float[] dropped = states.dropped(DROPOUT).toFloatArray();
            assertThat(dropped).isNotEqualTo(plain);
            assertThat(states.dropped(DROPOUT).toFloatArray()).isEqualTo(dropped);
        }
    }

    /** With every layer silenced, the state is the embedding of the last token times what is kept, normalised. */
    @Test
    void shouldMultiplyTheEmbeddingOfEachTextWithItsDrawsWhenTheLayersAreSilent() {
        LmConfig config = new LmConfig(3, 2, 1, 1, 1, 2, 4, 10_000, 1e-6, false);
        try (CausalLm model = CausalLm.create(config, 1, Device.cpu())) {
            for (String name : model.parameters().names()) {
                if (name.contains("proj")) {
                    model.parameters().get(name).muli(0);
                }
            }
            model.parameters().get(EMBEDDING).set(new float[] {3, 4, 1, 2, -1, 2});
            for (long seed = 1; seed <= 8; seed++) {
                FeatureDropout dropout = new FeatureDropout(0.5, seed);
                try (StepScope step = StepScope.open(root)) {
                    NDArray states = model.lastStates(step.manager(), new int[][] {{0}, {2}}, new int[][] {{1}, {}})
                            .dropped(dropout);

                    assertThat(states.toFloatArray())
                            .as("seed %d", seed)
                            .containsExactly(normalised(new double[] {1, 2, -1, 2}, dropout), within(1e-5f));
                }
            }
        }
    }

    /** Two rows of two. */
    private static float[] normalised(double[] embedded, FeatureDropout dropout) {
        float[] kept = dropout.factors(4);
        float[] states = new float[4];
        for (int i = 0; i < 4; i++) {
            int row = i / 2 * 2;
            double first = embedded[row] * kept[row];
            double second = embedded[row + 1] * kept[row + 1];
            double own = i == row ? first : second;
            states[i] = (float) (own / Math.sqrt((first * first + second * second) / 2 + 1e-6));
        }
        return states;
    }

    @Test
    void shouldAgreeWithFiniteDifferencesInTheEmbedding() {
        try (CausalLm model = TinyModels.create(TinyModels.config(2, false), 9)) {
            model.parameters().requireGrad(true);
            float[] slopes = Objects.requireNonNull(
                    Slopes.of(root, model.parameters(), () -> loss(model, root)).get(EMBEDDING));
            NDArray embedding = model.parameters().get(EMBEDDING);
            float[] values = embedding.toFloatArray();
            double largest = 0;
            for (float slope : slopes) {
                largest = Math.max(largest, Math.abs(slope));
            }
            assertThat(largest).isPositive();
            float step = 1e-3f;
            for (int at = 4 * 8; at < 5 * 8; at++) {
                double above = loss(model, embedding, moved(values, at, step));
                double below = loss(model, embedding, moved(values, at, -step));
                assertThat((double) slopes[at])
                        .as("feature %d of token 4", at - 4 * 8)
                        .isCloseTo((above - below) / (2.0 * step), within(1e-2 * largest + 2e-3));
            }
        }
    }

    private static float[] moved(float[] values, int at, float step) {
        float[] moved = values.clone();
        moved[at] += step;
        return moved;
    }

    private double loss(CausalLm model, NDArray embedding, float[] values) {
        try (StepScope scope = StepScope.open(root)) {
            Owned.assign(embedding, Owned.of(scope.manager(), values, embedding.getShape()));
            return loss(model, scope.manager()).getFloat();
        }
    }

    private static NDArray loss(CausalLm model, NDManager manager) {
        float[] weights = {1, -0.5f, 0.25f, 0, 0.5f, -1, 0.75f, 0.1f, -0.3f, 0.6f, 1, 0.2f, -0.7f, 0.4f, 0.9f, -0.1f};
        NDArray states = model.lastStates(manager, PROMPTS, RESPONSES).dropped(DROPOUT);
        return states.mul(Owned.of(manager, weights, new Shape(2, 8))).sum();
    }
}
