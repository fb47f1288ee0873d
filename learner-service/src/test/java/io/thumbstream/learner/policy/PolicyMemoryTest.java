package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.MemoryNeed;
import io.thumbstream.runtime.error.FatalException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Semantics locked here: what does not fit is named with what it needs and with the settings that help; other failures stay themselves. */
class PolicyMemoryTest {
    private static final LmConfig SMALL = new LmConfig(512, 128, 4, 4, 4, 352, 128, 10_000, 1e-6, false);
    /** Five copies of 935,040 floats and two for the second lane. */
    private static final long STANDING = 7 * 3_740_160L;

    private final PolicyMemory memory = PolicyMemory.of(PolicySettings.defaults(), SMALL, 8);

    @Test
    void shouldCountPassesThatAreComputedSideBySide() {
        assertThat(memory.need().standing()).isEqualTo(STANDING);
        assertThat(memory.need())
                .as("two lanes are computed at most, of 1024 tokens")
                .isEqualTo(MemoryNeed.ofLearning(SMALL, new MemoryNeed.Learning(Optional.empty(), 2, 2, 1024, false)));
    }

    @Test
    void shouldRefuseWhatCannotFitBeforeItIsLoaded() {
        assertThatCode(() -> memory.requireRoom(STANDING)).doesNotThrowAnyException();
        assertThatThrownBy(() -> memory.requireRoom(STANDING - 1))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("does not fit into 25.0 MiB of memory")
                .hasMessageContaining("moments 7.1 MiB")
                .hasMessageContaining("learner.policy.train=lora")
                .hasMessageContaining("learner.policy.lanes=1");
    }

    @Test
    void shouldSayWhatAStepNeedsWhenItDoesNotFit() {
        EngineException exhausted = new EngineException("DefaultCPUAllocator: can't allocate memory: 12 bytes");
        assertThat(memory.explained("a policy step of 64 rows", new CompletionException(exhausted)))
                .isInstanceOf(FatalException.class)
                .hasRootCause(exhausted)
                .hasMessageContaining("a policy step of 64 rows does not fit into memory (DefaultCPUAllocator")
                .hasMessageContaining("activations 105.0 MiB")
                .hasMessageContaining("learner.policy.activation-checkpointing=true")
                .hasMessageContaining("learner.policy.max-tokens-per-pass (1024) towards 128");
    }

    @Test
    void shouldLeaveOtherFailuresAsTheyAre() {
        IllegalStateException other = new IllegalStateException("another part of the step failed");
        assertThat(memory.explained("a step", other)).isSameAs(other);
        StackOverflowError error = new StackOverflowError();
        assertThatThrownBy(() -> {
                    throw memory.explained("a step", error);
                })
                .isSameAs(error);
    }
}
