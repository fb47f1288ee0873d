package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.Precision;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step with products in bfloat16 is a step in float32 up to rounding, moves float32 weights, and its rounding is seen by the monitor. */
class PrecisionStepTest {
    private static final int LANES = 2;

    @TempDir
    Path directory = Path.of("set by the test framework");

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
        NativeThreads.use(1);
    }

    @Test
    void shouldTakeTheStepOfFloat32UpToRounding() throws IOException {
        List<RolloutGroup> groups;
        try (CausalLm sampler = TinyWorld.base(3)) {
            groups = TinyWorld.sample(sampler, 11, 8, 8, TinyWorld::sameClass, false);
            sampler.save(directory);
        }
        StepOutcome exact = step(Precision.FLOAT32, groups);
        StepOutcome rounded = step(Precision.BFLOAT16, groups);

        assertThat(rounded.skipped()).isEmpty();
        double norm = measure(exact, "grad-norm");
        assertThat(measure(rounded, "grad-norm"))
                .isCloseTo(norm, within(0.1 * norm))
                .isNotEqualTo(norm);
        assertThat(measure(exact, LogProbAgreement.DIFFERENCE))
                .as("the sampler was float32")
                .isLessThan(1e-5);
        assertThat(measure(rounded, LogProbAgreement.DIFFERENCE)).isBetween(1e-6, 0.05);
    }

    private StepOutcome step(Precision precision, List<RolloutGroup> groups) throws IOException {
        PolicySettings settings = PolicyLearningTest.settings("rloo", TechniqueChoice.of("ppo-clip"), 4e-3);
        try (CausalLm base = CausalLm.load(directory, Device.cpu(), precision);
                PolicyTrainer trainer = new PolicyTrainer(settings, base, LANES, 5)) {
            StepOutcome outcome = trainer.train(groups, OptionalLong.of(0));
            assertThat(trainer.policy().parameters().digest())
                    .as("%s moves the weights", precision)
                    .isNotEqualTo(base.parameters().digest());
            assertThat(trainer.policy().parameters().arrays())
                    .extracting(NDArray::getDataType)
                    .containsOnly(DataType.FLOAT32);
            return outcome;
        }
    }

    private static double measure(StepOutcome outcome, String name) {
        return outcome.measures().getOrDefault(name, Double.NaN);
    }
}
