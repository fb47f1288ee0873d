package io.thumbstream.generator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.model.sample.BatchSampler;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.Sampling;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Prompts that are given up while their answers are made. */
class HandBackTest {
    private final LoopRig rig = new LoopRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldWriteNothingOfAPromptThatWasReadTwiceWhenBothAreHandedBack() {
        try (BatchSampler sampler = rig.sampler()) {
            GeneratorLoop loop = rig.loop(sampler, 100);
            rig.prompt("g0", endless(1));
            rig.prompt("g1", endless(30));
            rig.turns(loop, 1);
            assertThat(rig.rollouts()).hasSize(1);
            rig.prompt("g1", endless(30)); // gets the slot that g0 left, before that of the first g1
            rig.turns(loop, 1);
            assertThat(sampler.active()).isEqualTo(2);

            loop.handBackAll();

            assertThat(sampler.active()).isZero();
        }
        assertThat(rig.rollouts().stream().map(Rollout::getGroupId)).containsExactly("g0");
        assertThat(rig.committed()).isEqualTo(1);
    }

    /** Draws nothing but a letter, so that the answer has this many tokens. */
    private static Sampling endless(int tokens) {
        return Sampling.newBuilder()
                .setMaxTokens(tokens)
                .setLogitBias(Map.of(String.valueOf('x' + ByteTokenizer.FIRST), 100.0))
                .build();
    }
}
