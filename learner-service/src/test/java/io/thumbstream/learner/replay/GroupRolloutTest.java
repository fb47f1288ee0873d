package io.thumbstream.learner.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What single tokens earned is there for each or for none, and stays with the answer. */
class GroupRolloutTest {
    private static GroupRollout rollout(float... tokenRewards) {
        return new GroupRollout(
                "g.0",
                new int[] {1},
                new int[] {2, 3},
                new float[2],
                0,
                1,
                Optional.empty(),
                Optional.empty(),
                tokenRewards);
    }

    @Test
    void shouldKeepTokenRewardsWhenItIsJudged() {
        assertThat(rollout(0.25f, 0.75f).judged(1).tokenRewards()).containsExactly(0.25f, 0.75f);
        assertThat(rollout().tokenRewards()).isEmpty();
    }

    @Test
    void shouldRefuseTokenRewardsOfSomeTokensOrThatAreNoNumbers() {
        assertThatThrownBy(() -> rollout(1)).hasMessageContaining("g.0 has 2 tokens but 1 token rewards");
        assertThatThrownBy(() -> rollout(1, Float.NaN)).hasMessageContaining("g.0 has a token reward of NaN");
    }
}
