package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of the weights that stabilizers keep belong to the learner's state, and what is published may be one of them. */
class KeptWeightsTest {
    private static final List<TechniqueChoice> BOTH = List.of(
            TechniqueChoice.of("weight-averaging"),
            new TechniqueChoice(
                    "elastic-reset",
                    JsonNodeFactory.instance.objectNode().put("decay", 0.5).put("period", 2)));

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    private static PolicySettings settings(List<TechniqueChoice> stabilizers) {
        return with(PolicyLearningTest.settings("grpo", TechniqueChoice.of("reinforce"), 4e-3), stabilizers);
    }

    /** The same settings with other stabilizers. */
    static PolicySettings with(PolicySettings base, List<TechniqueChoice> stabilizers) {
        return new PolicySettings(
                base.groupsPerStep(),
                base.maxWait(),
                base.learningRate(),
                base.weightDecay(),
                base.maxGradientNorm(),
                base.temperature(),
                base.maxTokensPerPass(),
                base.lanes(),
                base.activationCheckpointing(),
                base.precision(),
                base.maxSkipsInARow(),
                base.advantage(),
                base.objective(),
                stabilizers,
                base.selector(),
                base.pairs(),
                base.replay(),
                base.train(),
                base.lora(),
                base.trust());
    }

    @Test
    void shouldGoOnAlikeWhenTheStateIsRestored(@TempDir Path directory) throws IOException {
        try (CausalLm base = TinyWorld.base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings(BOTH), base, 1, 5);
                PolicyTrainer resumed = new PolicyTrainer(settings(BOTH), base, 1, 5)) {
            for (int step = 0; step < 3; step++) {
                assertThat(trainer.train(groups(base, step)).skipped()).isEmpty();
            }
            Path saved = Files.createDirectory(directory.resolve("saved"));
            trainer.save(saved, "base");
            resumed.load(saved, trainer.stageState());
            for (PolicyTrainer each : List.of(trainer, resumed)) {
                assertThat(each.train(groups(base, 9)).skipped()).isEmpty();
            }

            assertThat(resumed.policy().parameters().digest())
                    .isEqualTo(trainer.policy().parameters().digest());
            String served = exported(trainer, directory.resolve("a"));
            assertThat(exported(resumed, directory.resolve("b"))).isEqualTo(served);
            assertThat(served).isNotEqualTo(trainer.policy().parameters().digest());
        }
    }

    private static List<RolloutGroup> groups(CausalLm base, int step) {
        return TinyWorld.sample(base, 100L + step, 8, 4, TinyWorld::sameClass, false);
    }

    private static String exported(PolicyTrainer trainer, Path directory) throws IOException {
        trainer.export(Files.createDirectory(directory), "base");
        try (CausalLm served = CausalLm.load(directory, Device.cpu())) {
            return served.parameters().digest();
        }
    }

    @Test
    void shouldPublishThePolicyItselfWhenNoStabilizerHasOtherWeights(@TempDir Path directory) throws IOException {
        try (CausalLm base = TinyWorld.base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings(List.of()), base, 1, 5)) {
            assertThat(trainer.train(groups(base, 1)).skipped()).isEmpty();

            assertThat(exported(trainer, directory.resolve("a")))
                    .isEqualTo(trainer.policy().parameters().digest());
        }
    }

    @Test
    void shouldRefuseAStabilizerThatIsThereTwice() {
        TechniqueChoice averaging = TechniqueChoice.of("weight-averaging");

        assertThatThrownBy(() -> PolicyStages.of(settings(List.of(averaging, averaging))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("WeightAveraging twice; keep one of them");
    }
}
