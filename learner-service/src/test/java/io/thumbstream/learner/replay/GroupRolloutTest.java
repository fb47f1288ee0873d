package io.thumbstream.learner.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What single tokens earned is there for each or for none, and stays with the answer. */
class GroupRolloutTest {
    private static GroupRollout rollout(float... tokenRewards) {
        return new GroupRollout("g.0", new int[] {1}, new int[] {2, 3}, new float[2], 0, 1, Optional.empty())
                .withTokenRewards(tokenRewards);
    }

    @Test
    void shouldChangeNothingButWhatItIsAskedTo() {
        GroupRollout whole = new GroupRollout(
                "g.0",
                new int[] {1},
                new int[] {2, 3},
                new float[] {-1, -2},
                7,
                1,
                Optional.of(new BinaryLabel(0, 1)),
                Optional.of(0.5),
                new float[] {0.25f, 0.75f},
                Optional.of(new RecordedReference(new float[] {-3, -4}, 0, "abc", 1)));

        GroupRollout other = whole.withReward(2).withScore(3);
        assertThat(other.reward()).isEqualTo(2);
        assertThat(other.score()).contains(3.0);
        assertThat(other.tokenRewards()).as("shares of the reward before").isEmpty();
        assertThat(other.label()).isEqualTo(whole.label());
        assertThat(whole.withScore(3).tokenRewards()).isEqualTo(whole.tokenRewards());
        assertThat(whole.unjudged().label()).isEmpty();
        GroupRollout back = other.withReward(1).withScore(0.5).withTokenRewards(whole.tokenRewards());
        assertThat(back).isEqualTo(whole);
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
