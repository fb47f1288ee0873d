package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LoraAdapter;
import io.thumbstream.model.lm.LoraSettings;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A published version holds whole weights and, in a folder below, the adapter whose sum with the base they are. */
class PublishedAdapterTest {
    private static final LoraSettings LORA =
            new LoraSettings(4, 8, LoraSettings.defaults().targets());

    @TempDir
    Path directory = Path.of("set by the test framework");

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
        NativeThreads.use(1);
    }

    @ParameterizedTest(name = "averaged {0}")
    @ValueSource(booleans = {false, true})
    void shouldPublishTheAdapterWhoseSumWithTheBaseIsServed(boolean averaged) throws IOException {
        List<TechniqueChoice> more = averaged ? List.of(TechniqueChoice.of("weight-averaging")) : List.of();
        Path folder = directory.resolve(LoraAdapter.FOLDER);
        try (CausalLm base = LoraPolicyTest.base(3);
                PolicyTrainer trainer = new PolicyTrainer(LoraPolicyTest.settings(LORA, more), base, 1, 5)) {
            train(trainer, base, 3);
            trainer.export(directory, "models/base");

            try (LoraAdapter adapter = LoraAdapter.load(folder, base.config(), Device.cpu());
                    CausalLm served = CausalLm.load(directory, Device.cpu())) {
                assertThat(served.parameters().digest())
                        .isNotEqualTo(base.parameters().digest());
                for (String name : served.parameters().names()) {
                    assertThat(served.parameters().get(name).toFloatArray())
                            .as(name)
                            .containsExactly(sum(base, adapter, name), within(1e-5f));
                }
                boolean own = adapter.parameters()
                        .digest()
                        .equals(trainer.policy().trained().digest());
                assertThat(own).as("what is served is what learns").isEqualTo(!averaged);
            }
        }
        assertThat(folder.resolve("adapter_config.json")).content().contains("\"models/base\"");
    }

    @Test
    void shouldPublishNoAdapterWhenAllWeightsLearn() throws IOException {
        PolicySettings full = PolicyLearningTest.settings("rloo", TechniqueChoice.of("ppo-clip"), 4e-3);
        try (CausalLm base = LoraPolicyTest.base(3);
                PolicyTrainer trainer = new PolicyTrainer(full, base, 1, 5)) {
            train(trainer, base, 1);
            trainer.export(directory, "models/base");
        }

        assertThat(Files.exists(directory.resolve("model.safetensors"))).isTrue();
        assertThat(directory.resolve(LoraAdapter.FOLDER)).doesNotExist();
    }

    private static void train(PolicyTrainer trainer, CausalLm base, int steps) {
        for (int step = 0; step < steps; step++) {
            List<RolloutGroup> groups = TinyWorld.sample(base, 100L + step, 8, 8, TinyWorld::sameClass, false);
            assertThat(trainer.train(groups).skipped()).isEmpty();
        }
    }

    /** {@code W + (alpha / rank) B A} in double arithmetic, or W where nothing is adapted. */
    private static float[] sum(CausalLm base, LoraAdapter adapter, String name) {
        float[] sum = base.parameters().get(name).toFloatArray();
        String module = "base_model.model." + name.replaceFirst("\\.weight$", "");
        Optional<NDArray> lower = adapter.parameters().find(module + ".lora_A.weight");
        if (lower.isEmpty()) {
            return sum;
        }
        float[] down = lower.get().toFloatArray();
        float[] up = adapter.parameters().get(module + ".lora_B.weight").toFloatArray();
        int rank = adapter.settings().rank();
        int in = down.length / rank;
        for (int i = 0; i < sum.length; i++) {
            double product = 0;
            for (int r = 0; r < rank; r++) {
                product += (double) up[i / in * rank + r] * down[r * in + i % in];
            }
            sum[i] = (float) (sum[i] + adapter.settings().scale() * product);
        }
        return sum;
    }
}
