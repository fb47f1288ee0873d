package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.checkpoint.CorruptFileException;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LoraAdapter;
import io.thumbstream.model.lm.LoraSettings;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A policy that learns by an adapter: the base stays as it is and is the reference, threads change no bit, a checkpoint holds the
 * adapter, a version the sum. Demanded of learning: mean reward up by 0.2 in 30 steps, from chance of 1/3.
 */
class LoraPolicyTest {
    private static final LoraSettings LORA =
            new LoraSettings(4, 8, LoraSettings.defaults().targets());

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
        NativeThreads.use(1);
    }

    static PolicySettings settings(LoraSettings lora, List<TechniqueChoice> more) {
        PolicySettings full = PolicyLearningTest.settings("rloo", TechniqueChoice.of("ppo-clip"), 8e-3);
        List<TechniqueChoice> stabilizers = new ArrayList<>(full.stabilizers());
        stabilizers.addAll(more);
        return new PolicySettings(
                full.groupsPerStep(),
                full.maxWait(),
                full.learningRate(),
                full.weightDecay(),
                full.maxGradientNorm(),
                full.temperature(),
                full.maxTokensPerPass(),
                full.lanes(),
                full.activationCheckpointing(),
                full.precision(),
                full.maxSkipsInARow(),
                full.advantage(),
                full.objective(),
                stabilizers,
                full.selector(),
                full.pairs(),
                full.replay(),
                PolicySettings.Train.LORA,
                lora,
                full.trust());
    }

    /** The output matrix does not learn, so that it must prefer some tokens clearly from the start. */
    static CausalLm base(long seed) {
        CausalLm base = TinyWorld.base(seed);
        NDArray unused = base.parameters().get("lm_head.weight").muli(20);
        return base;
    }

    private static List<RolloutGroup> groups(CausalLm policy, int step) {
        return TinyWorld.sample(policy, 100L + step, 8, 8, TinyWorld::sameClass, false);
    }

    @Test
    void shouldLearnWhileTheBaseStaysAsItIs() {
        List<Double> curve = new ArrayList<>();
        List<Double> divergence = new ArrayList<>();
        try (CausalLm base = base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings(LORA, List.of()), base, 1, 5)) {
            String before = base.parameters().digest();
            for (int step = 0; step < 30; step++) {
                List<RolloutGroup> fresh = groups(trainer.policy(), 100 * step);
                curve.add(TinyWorld.meanReward(fresh));
                StepOutcome outcome = trainer.train(fresh);
                assertThat(outcome.skipped()).isEmpty();
                divergence.add(outcome.measures().getOrDefault("kl-to-reference", Double.NaN));
            }
            assertThat(base.parameters().digest()).isEqualTo(before);
            assertThat(base.parameters().arrays()).noneMatch(NDArray::hasGradient);
        }
        assertThat(divergence.get(0)).as("a fresh adapter is the reference").isZero();
        assertThat(divergence.get(29)).isPositive();
        assertThat(curve.get(29)).as("%s", curve).isGreaterThan(curve.get(0) + 0.2);
    }

    @Test
    void shouldGiveTheSameBitsWhateverTheThreads() {
        try (CausalLm base = base(3);
                PolicyTrainer one = new PolicyTrainer(settings(LORA, List.of()), base, 1, 5);
                PolicyTrainer two = new PolicyTrainer(settings(LORA, List.of()), base, 2, 5);
                PolicyTrainer other = new PolicyTrainer(settings(LORA, List.of()), base, 1, 6)) {
            assertThat(two.digest()).isEqualTo(one.digest());
            assertThat(other.digest()).as("another seed").isNotEqualTo(one.digest());
            for (int step = 0; step < 3; step++) {
                List<RolloutGroup> groups = groups(base, step);
                assertThat(two.train(groups).measures())
                        .isEqualTo(one.train(groups).measures());
            }
            assertThat(two.digest()).isEqualTo(one.digest());
        }
    }

    @Test
    void shouldGoOnAlikeWhenTheStateIsRestored(@TempDir Path directory) throws IOException {
        PolicySettings settings =
                settings(LORA, List.of(TechniqueChoice.of("weight-averaging"), TechniqueChoice.of("elastic-reset")));
        try (CausalLm base = base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings, base, 1, 5);
                PolicyTrainer resumed = new PolicyTrainer(settings, base, 1, 5)) {
            for (int step = 0; step < 3; step++) {
                assertThat(trainer.train(groups(base, step)).skipped()).isEmpty();
            }
            trainer.save(directory, "models/base");
            resumed.load(directory, trainer.stageState());
            assertThat(resumed.digest()).isEqualTo(trainer.digest());
            for (PolicyTrainer each : List.of(trainer, resumed)) {
                for (int step = 3; step < 6; step++) {
                    assertThat(each.train(groups(base, step)).skipped()).isEmpty();
                }
            }

            assertThat(resumed.digest()).isEqualTo(trainer.digest());
            assertThat(exported(resumed, directory.resolve("b"))).isEqualTo(exported(trainer, directory.resolve("a")));
        }
    }

    private static String exported(PolicyTrainer trainer, Path directory) throws IOException {
        trainer.export(Files.createDirectory(directory), "models/base");
        try (CausalLm served = CausalLm.load(directory, Device.cpu())) {
            return served.parameters().digest();
        }
    }

    @Test
    void shouldKeepTheAdapterInACheckpointAndTheSumInAVersion(@TempDir Path directory) throws IOException {
        Path checkpoint = Files.createDirectory(directory.resolve("checkpoint"));
        Path version = Files.createDirectory(directory.resolve("version"));
        try (CausalLm base = base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings(LORA, List.of()), base, 1, 5)) {
            assertThat(trainer.train(groups(base, 1)).skipped()).isEmpty();
            trainer.save(checkpoint, "models/base");
            trainer.export(version, "models/base");

            assertThat(checkpoint.resolve("model.safetensors")).doesNotExist();
            try (LoraAdapter saved = LoraAdapter.load(checkpoint, base.config(), Device.cpu());
                    Safetensors moments = Safetensors.open(checkpoint.resolve("optimizer.safetensors"))) {
                assertThat(saved.parameters().digest())
                        .isEqualTo(trainer.policy().trained().digest());
                assertThat(moments.names())
                        .hasSize(3 * saved.parameters().names().size());
            }
            assertThat(version.resolve("adapter_config.json")).doesNotExist();
            try (CausalLm served = CausalLm.load(version, Device.cpu());
                    NDManager root = NDManager.newBaseManager(Device.cpu());
                    StepScope step = StepScope.open(root)) {
                NDArray ids = step.manager().create(new long[] {1, 7, 4, 11, 0, 3}, new Shape(2, 3));
                float[] learned = trainer.policy().logits(step.manager(), ids).toFloatArray();
                assertThat(served.logits(step.manager(), ids).toFloatArray()).containsExactly(learned, within(1e-5f));
                assertThat(base.logits(step.manager(), ids).toFloatArray()).isNotEqualTo(learned);
            }
        }
    }

    @Test
    void shouldRefuseTheCheckpointOfAPolicyThatLearnsOtherwise(@TempDir Path directory) throws IOException {
        Path adapter = Files.createDirectory(directory.resolve("adapter"));
        Path whole = Files.createDirectory(directory.resolve("whole"));
        PolicySettings full = PolicyLearningTest.settings("rloo", TechniqueChoice.of("ppo-clip"), 4e-3);
        LoraSettings stronger = new LoraSettings(LORA.rank(), 2 * LORA.alpha(), LORA.targets());
        try (CausalLm base = base(3);
                PolicyTrainer lora = new PolicyTrainer(settings(LORA, List.of()), base, 1, 5);
                PolicyTrainer other = new PolicyTrainer(settings(stronger, List.of()), base, 1, 5);
                PolicyTrainer all = new PolicyTrainer(full, base, 1, 5)) {
            lora.save(adapter, "models/base");
            all.save(whole, "models/base");
            String before = other.digest();

            assertThatThrownBy(() -> other.load(adapter, other.stageState()))
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageContaining("alpha=8.0")
                    .hasMessageContaining("learner.policy.lora says")
                    .hasMessageContaining("alpha=16.0");
            assertThatThrownBy(() -> lora.load(whole, lora.stageState()))
                    .hasMessageContaining("adapter_config.json: the file is missing");
            assertThatThrownBy(() -> all.load(adapter, all.stageState()))
                    .hasMessageContaining("config.json: the file is missing");
            assertThat(other.digest()).isEqualTo(before);
            assertThat(List.of(lora.digest(), other.digest(), all.digest()))
                    .as("an engine notices it by the digest of the start")
                    .doesNotHaveDuplicates();
        }
    }
}
