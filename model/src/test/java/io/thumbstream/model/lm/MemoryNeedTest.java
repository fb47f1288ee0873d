package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.thumbstream.model.tensor.Grad;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Semantics locked here: what a decoder of 935,040 parameters takes, counted by hand. */
class MemoryNeedTest {
    private static final LmConfig SMALL = new LmConfig(512, 128, 4, 4, 4, 352, 128, 10_000, 1e-6, false);

    /**
     * The embedding, 4 layers of two norms, four matrices of attention and three of the feed-forward block, the last norm, the output:
     * 65,536 + 4 (256 + 65,536 + 135,168) + 128 + 65,536 = 935,040, four bytes each.
     */
    private static final long WEIGHTS = 3_740_160;

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @Test
    void shouldCountWhatAFullLearnerTakes() {
        MemoryNeed need = MemoryNeed.ofLearning(SMALL, new MemoryNeed.Learning(Optional.empty(), 2, 1, 1024, false));

        // 6 x 128 + 5 x 128 + 4 x 352 = 2,816 floats a layer and token, 128 + 4 x 512 besides
        assertThat(bytes(need))
                .isEqualTo(Map.of(
                        "weights it began with",
                        WEIGHTS,
                        "weights that learn",
                        WEIGHTS,
                        "gradients",
                        WEIGHTS,
                        "moments",
                        2 * WEIGHTS,
                        "further lanes",
                        2 * WEIGHTS,
                        "activations",
                        4L * 1024 * (4 * 2816 + 128 + 2048)));
        assertThat(need.standing()).isEqualTo(26_181_120);
        assertThat(need.total()).isEqualTo(81_231_360);
        assertThat(need.words())
                .startsWith("weights it began with 3.6 MiB, ")
                .contains("moments 7.1 MiB")
                .endsWith("activations 52.5 MiB, together 77.5 MiB");
    }

    @Test
    void shouldCountWhatEachWayToSaveMemorySaves() {
        MemoryNeed.Learning plain = new MemoryNeed.Learning(Optional.empty(), 2, 2, 1024, false);
        MemoryNeed.Learning recomputed = new MemoryNeed.Learning(Optional.empty(), 2, 2, 1024, true);
        MemoryNeed.Learning alone = new MemoryNeed.Learning(Optional.empty(), 1, 1, 1024, false);

        assertThat(bytes(MemoryNeed.ofLearning(SMALL, plain)))
                .as("two passes side by side")
                .containsEntry("activations", 2 * 55_050_240L);
        assertThat(bytes(MemoryNeed.ofLearning(SMALL, recomputed)))
                .as("five states of 128 and the activations of one layer, twice")
                .containsEntry("activations", 2 * 4L * 1024 * (5 * 128 + 2816));
        assertThat(bytes(MemoryNeed.ofLearning(SMALL, alone))).containsEntry("further lanes", 0L);
        assertThat(MemoryNeed.ofLearning(SMALL, alone).words()).doesNotContain("lanes");
    }

    @Test
    void shouldCountAnAdapterInPlaceOfWhatDoesNotLearn() {
        MemoryNeed need = MemoryNeed.ofLearning(
                SMALL, new MemoryNeed.Learning(Optional.of(LoraSettings.defaults()), 2, 1, 1024, false));

        // rank 8: 8 (128 + 128) for each of q, k, v, o and 8 (128 + 352) for each of gate, up, down, in 4 layers
        long adapter = 4L * 4 * (4 * 2048 + 3 * 3840);
        assertThat(bytes(need))
                .isEqualTo(Map.of(
                        "weights it began with", WEIGHTS,
                        "weights that learn", 2 * adapter,
                        "gradients", adapter,
                        "moments", 2 * adapter,
                        "further lanes", 2 * adapter,
                        "activations", 4L * 1024 * (4 * (2816 + 2 * 8 * 7) + 128 + 2048)));
    }

    @Test
    void shouldCountTheCacheOfASampler() {
        assertThat(bytes(MemoryNeed.ofSampling(SMALL, 32)))
                .isEqualTo(Map.of("weights", WEIGHTS, "weights as they are read", WEIGHTS, "cache", 16_777_216L));
    }

    @Test
    void shouldCountThePolicyThatASamplersAnswersAreComparedWith() {
        assertThat(bytes(MemoryNeed.ofSampling(SMALL, 32, true)))
                .isEqualTo(Map.of(
                        "weights", WEIGHTS,
                        "weights as they are read", WEIGHTS,
                        "weights that learning began with", WEIGHTS,
                        "cache", 16_777_216L));
        assertThat(MemoryNeed.ofSampling(SMALL, 32, false)).isEqualTo(MemoryNeed.ofSampling(SMALL, 32));
    }

    @Test
    void shouldCountWhatAnswersOfThatPolicyTake() {
        assertThat(bytes(MemoryNeed.ofSampling(SMALL, 32, false, 8)))
                .isEqualTo(Map.of(
                        "weights", WEIGHTS,
                        "weights as they are read", WEIGHTS,
                        "weights that learning began with as they are read", WEIGHTS,
                        "cache", 16_777_216L,
                        "cache of its answers", 4_194_304L));
        assertThat(MemoryNeed.ofSampling(SMALL, 32, true, 0)).isEqualTo(MemoryNeed.ofSampling(SMALL, 32, true));
    }

    @Test
    void shouldCountTheParametersThatAModelHas() {
        try (CausalLm model = CausalLm.create(SMALL, 1, Device.cpu());
                LoraAdapter adapter = LoraAdapter.create(LoraSettings.defaults(), SMALL, 1, Device.cpu())) {
            assertThat(4 * model.parameters().size()).isEqualTo(WEIGHTS);
            assertThat(adapter.parameters().size()).isEqualTo(4 * (4 * 2048 + 3 * 3840));
        }
    }

    @Test
    void shouldWriteSizesForPeople() {
        assertThat(MemoryNeed.size(1 << 20)).isEqualTo("1.0 MiB");
        assertThat(MemoryNeed.size(3L << 29)).isEqualTo("1.5 GiB");
    }

    @Test
    void shouldRefuseAPassOfNothing() {
        assertThatThrownBy(() -> new MemoryNeed.Learning(Optional.empty(), 1, 1, 0, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 tokens");
    }

    private static Map<String, Long> bytes(MemoryNeed need) {
        return need.parts().stream().collect(Collectors.toMap(MemoryNeed.Part::name, MemoryNeed.Part::bytes));
    }
}
