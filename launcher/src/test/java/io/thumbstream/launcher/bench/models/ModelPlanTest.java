package io.thumbstream.launcher.bench.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelPlanTest {
    @Test
    void shouldNamePartsAsTheyAreWritten() {
        assertThat(List.of(ModelPart.values()))
                .extracting(ModelPart::word)
                .containsExactly("step", "objectives", "grpo", "generation", "first-token", "swap", "memory");
        assertThat(ModelPart.FIRST_TOKEN).hasToString("first-token");
    }

    @Test
    void shouldRunEachPartOnceInOneOrder() {
        assertThat(ModelPart.wanted(List.of(ModelPart.SWAP, ModelPart.STEP, ModelPart.SWAP)))
                .containsExactly(ModelPart.STEP, ModelPart.SWAP);
        assertThat(ModelPart.wanted(List.of())).containsExactly(ModelPart.values());
        assertThat(ModelPart.compared(List.of(ModelPart.values())))
                .containsExactly(ModelPart.STEP, ModelPart.OBJECTIVES, ModelPart.GRPO, ModelPart.GENERATION);
        assertThat(ModelPart.compared(List.of(ModelPart.MEMORY))).isEmpty();
    }

    @Test
    void shouldTellPeersTheSameWork() {
        ModelPlan plan = new ModelPlan(List.of(ModelSize.S, ModelSize.M), List.of(1, 2), List.of(16), 15, 1, 1, 1);
        assertThat(plan.forPeers(List.of(ModelPart.STEP, ModelPart.GRPO)))
                .containsExactly("--part", "step,grpo", "--size", "s,m", "--threads", "1,2", "--batch", "16");
    }

    @Test
    void shouldMeasureLongWorkLessOftenButAtLeastOnce() {
        assertThat(plan(15, 1, 1).fewRounds()).isEqualTo(5);
        assertThat(plan(1, 1, 1).fewRounds()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatMeasuresNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(0, 1, 1))
                .withMessage("--rounds is 0; give 1 to 10000");
        assertThatIllegalArgumentException().isThrownBy(() -> plan(1, 0, 1)).withMessageContaining("--requests is 0");
        assertThatIllegalArgumentException().isThrownBy(() -> plan(1, 1, 0)).withMessageContaining("--swaps is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelPlan(List.of(ModelSize.S), List.of(257), List.of(1), 1, 1, 1, 1))
                .withMessageContaining("--threads is 257");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelPlan(List.of(), List.of(1), List.of(1), 1, 1, 1, 1))
                .withMessageContaining("give at least one of each");
    }

    private static ModelPlan plan(int rounds, int requests, int swaps) {
        return new ModelPlan(List.of(ModelSize.S), List.of(1), List.of(1), rounds, requests, swaps, 1);
    }
}
