package io.thumbstream.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.checkpoint.CorruptFileException;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.lm.TinyModels;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdamWTest {
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
    void shouldFollowTheFormulaByHandWhenTwoStepsRun() {
        try (ParamSet parameters = new ParamSet(Device.cpu());
                AdamW optimizer = optimizer(parameters)) {
            double p = 1;
            double m = 0;
            double v = 0;
            for (int t = 1; t <= 2; t++) {
                double norm = gradientStep(parameters, optimizer, 0.1, 0.5, Double.POSITIVE_INFINITY);
                double g = 2 * p; // loss = sum p^2 over one matrix element and one vector element
                m = 0.9 * m + 0.1 * g;
                v = 0.99 * v + 0.01 * g * g;
                p = p * (1 - 0.1 * 0.5) - 0.1 * (m / (1 - Math.pow(0.9, t))) / Math.sqrt(v / (1 - Math.pow(0.99, t)));
                assertThat(norm).as("norm of step " + t).isPositive();
            }
            assertThat((double) parameters.get("matrix").getFloat(0, 0)).isCloseTo(p, within(1e-5));
            assertThat(optimizer.steps()).isEqualTo(2);
        }
    }

    @Test
    void shouldNotDecayVectorsWhenWeightDecayIsSet() {
        try (ParamSet parameters = new ParamSet(Device.cpu());
                AdamW optimizer = optimizer(parameters)) {
            gradientStep(parameters, optimizer, 0.1, 0.5, Double.POSITIVE_INFINITY);
            assertThat(parameters.get("vector").getFloat(0)).isCloseTo(1 - 0.1f, within(1e-5f));
            assertThat(parameters.get("matrix").getFloat(0, 0)).isCloseTo(1 - 0.05f - 0.1f, within(1e-5f));
        }
    }

    @Test
    void shouldScaleTheMomentsWhenTheNormIsLimited(@TempDir Path directory) throws Exception {
        try (ParamSet parameters = new ParamSet(Device.cpu());
                AdamW optimizer = optimizer(parameters)) {
            double norm = gradientStep(parameters, optimizer, 0.1, 0, 1);
            assertThat(norm).isCloseTo(Math.sqrt(8), within(1e-5));
            optimizer.save(directory.resolve("state"));
            try (var state = io.thumbstream.model.checkpoint.Safetensors.open(directory.resolve("state"))) {
                assertThat(state.floats("m/matrix", 1, 1).get(0))
                        .isCloseTo((float) (0.1 / Math.sqrt(2)), within(1e-5f));
            }
        }
    }

    @Test
    void shouldChangeNothingWhenTheGradientIsNotFinite() {
        try (ParamSet parameters = new ParamSet(Device.cpu());
                AdamW optimizer = optimizer(parameters)) {
            String before = parameters.digest() + optimizer.digest();
            try (StepScope step = StepScope.open(root)) {
                Grad.enabled(() -> Grad.backward(parameters
                        .get("matrix")
                        .sub(1f)
                        .log()
                        .mul(parameters.get("vector"))
                        .sum()));
            }
            double norm = optimizer.step(0.1, 0.1, 1);
            assertThat(Double.isFinite(norm)).isFalse();
            assertThat(parameters.digest() + optimizer.digest()).isEqualTo(before);
            assertThat(gradientStep(parameters, optimizer, 0.1, 0, 1)).isCloseTo(Math.sqrt(8), within(1e-5));
        }
    }

    @Test
    void shouldMoveOnlyTheMomentsWhenTheRateIsZero() {
        try (ParamSet parameters = new ParamSet(Device.cpu());
                AdamW optimizer = optimizer(parameters)) {
            String weights = parameters.digest();
            String moments = optimizer.digest();
            assertThat(gradientStep(parameters, optimizer, 0, 0.5, 1)).isPositive();

            assertThat(parameters.digest()).isEqualTo(weights);
            assertThat(optimizer.digest()).isNotEqualTo(moments);
            assertThat(optimizer.steps()).isEqualTo(1);
        }
    }

    @Test
    void shouldStepTheOthersWhenAParameterTookNoPart() {
        try (ParamSet parameters = new ParamSet(Device.cpu());
                AdamW optimizer = optimizer(parameters)) {
            try (StepScope step = StepScope.open(root)) {
                Grad.enabled(
                        () -> Grad.backward(parameters.get("vector").square().sum()));
                assertThat(optimizer.step(0.1, 0, 10)).isCloseTo(2, within(1e-5));
            }
            assertThat(parameters.get("vector").getFloat(0)).isCloseTo(0.9f, within(1e-5f));
            assertThat(parameters.get("matrix").getFloat(0, 0)).isOne();
        }
    }

    @Test
    void shouldContinueBitForBitWhenRestoredFromFiles(@TempDir Path directory) throws Exception {
        String uninterrupted;
        try (CausalLm model = TinyModels.create(TinyModels.config(2, false), 3);
                AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults())) {
            model.parameters().requireGrad(true);
            train(model, optimizer, 0, 6);
            model.save(directory);
            optimizer.save(directory.resolve("optimizer.safetensors"));
            String half = model.parameters().digest();
            train(model, optimizer, 6, 12);
            assertThat(model.parameters().digest()).isNotEqualTo(half);
            uninterrupted = model.parameters().digest() + optimizer.digest();
        }
        try (CausalLm model = CausalLm.load(directory, Device.cpu());
                AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults())) {
            model.parameters().requireGrad(true);
            optimizer.load(directory.resolve("optimizer.safetensors"));
            assertThat(optimizer.steps()).isEqualTo(6);
            train(model, optimizer, 6, 12);
            assertThat(model.parameters().digest() + optimizer.digest()).isEqualTo(uninterrupted);
        }
    }

    @Test
    void shouldRefuseWhenTheStateBelongsToOtherParameters(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("optimizer.safetensors");
        try (ParamSet parameters = new ParamSet(Device.cpu());
                AdamW optimizer = optimizer(parameters)) {
            optimizer.save(file);
        }
        try (CausalLm model = TinyModels.create(TinyModels.config(2, false), 3);
                AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults())) {
            assertThatThrownBy(() -> optimizer.load(file))
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageContaining("there is no tensor m/model.embed_tokens.weight");
        }
    }

    private void train(CausalLm model, AdamW optimizer, int from, int to) {
        for (int i = from; i < to; i++) {
            int[][] prompts = {{i % 11, 3}, {5}};
            int[][] responses = {{(i * 7) % 11, 1}, {2, i % 5, 1}};
            try (StepScope step = StepScope.open(root)) {
                Grad.enabled(() -> Grad.backward(model.meanLoss(step.manager(), prompts, responses)));
                optimizer.step(0.01, 0.1, 1);
            }
        }
    }

    private static AdamW optimizer(ParamSet parameters) {
        parameters.add("vector", new Shape(1), new float[] {1});
        parameters.add("matrix", new Shape(1, 1), new float[] {1});
        parameters.requireGrad(true);
        return new AdamW(parameters, AdamW.Settings.defaults());
    }

    private double gradientStep(ParamSet parameters, AdamW optimizer, double rate, double decay, double maxNorm) {
        try (StepScope step = StepScope.open(root)) {
            Grad.enabled(() -> Grad.backward(parameters
                    .get("matrix")
                    .square()
                    .sum()
                    .add(parameters.get("vector").square().sum())));
            return optimizer.step(rate, decay, maxNorm);
        }
    }
}
