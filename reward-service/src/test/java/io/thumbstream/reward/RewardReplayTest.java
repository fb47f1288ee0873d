package io.thumbstream.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.reward.RewardReplay.Answer;
import io.thumbstream.reward.RewardReplay.Rewarded;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.FatalException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Recorded answers come to the transforms with all that live ones have. */
class RewardReplayTest {

    @Test
    void shouldTellTransformsLengthLabelAndHowLikelyFeedbackWas() {
        RewardReplay replay = new RewardReplay(with(
                new TechniqueChoice(
                        "imputed-reward", JsonNodeFactory.instance.objectNode().put("mode", "inverse-propensity")),
                new TechniqueChoice(
                        "length-control",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("mode", "penalty")
                                .put("target", 20)
                                .put("slope", 0.1))));

        List<Rewarded> rewards = replay.rewards(
                0,
                true,
                List.of(
                        new Answer("g.0", 10, RewardReplay.score(new double[] {0.5, -0.5}), 1.0, 1, 0.25),
                        new Answer("g.1", 25, RewardReplay.score(new double[] {0}), null, 0, 1)));

        // 4 * 1 - 3 * 0.5; 0.5 - 0.1 * 5
        assertThat(rewards.get(0).reward()).isCloseTo(2.5, within(1e-12));
        assertThat(rewards.get(1).reward()).isCloseTo(0, within(1e-12));
        assertThat(rewards).extracting(Rewarded::score).containsExactly(0.0, 0.0);
    }

    @Test
    void shouldTellTransformsTheLikenessThatWasRecorded() {
        RewardReplay replay = new RewardReplay(with(TechniqueChoice.of("reference-similarity")));

        List<Rewarded> rewards = replay.rewards(
                0,
                true,
                List.of(
                        new Answer("g.0", 10, RewardReplay.score(new double[] {0.5}), null, 0, 1, Optional.of(0.25)),
                        new Answer("g.1", 10, RewardReplay.score(new double[] {0.5}), null, 0, 1)));

        // 0.7 * 0.5 + 0.3 * 0.25; as it was
        assertThat(rewards.get(0).reward()).isCloseTo(0.425, within(1e-12));
        assertThat(rewards.get(1).reward()).isEqualTo(0.5);
    }

    @Test
    void shouldTellTransformsWhichAnswersTheOthersAreComparedWith() {
        RewardReplay replay = new RewardReplay(with(new TechniqueChoice(
                "contrastive", JsonNodeFactory.instance.objectNode().put("reference", "start-policy"))));

        List<Rewarded> rewards = replay.rewards(
                0,
                true,
                List.of(
                        new Answer("g.0", 10, RewardReplay.score(new double[] {2}), null, 0, 1),
                        new Answer(
                                "g.1",
                                10,
                                RewardReplay.score(new double[] {0.5}),
                                null,
                                0,
                                1,
                                Optional.empty(),
                                true)));

        assertThat(rewards.get(0).reward()).isEqualTo(1.5);
        assertThat(rewards).extracting(Rewarded::score).containsExactly(2.0, 0.5);
    }

    @Test
    void shouldSpreadAnotherRewardOverTokensAsTheServiceWould() {
        assertThat(new RewardReplay(with(TechniqueChoice.of("uniform"), List.of())).tokenRewards(-1, 4))
                .containsExactly(-0.25f, -0.25f, -0.25f, -0.25f);
        assertThat(new RewardReplay(with(TechniqueChoice.of("terminal"), List.of())).tokenRewards(0.5, 3))
                .containsExactly(0f, 0f, 0.5f);
    }

    @Test
    void shouldRefuseToSpreadARewardByWhatPeoplePointedAt() {
        RewardReplay replay = new RewardReplay(with(TechniqueChoice.of("at-event"), List.of()));

        assertThatThrownBy(() -> replay.tokenRewards(-1, 4))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("Credit assigner at-event")
                .hasMessageContaining("learner.policy.advantage");
    }

    private static RewardSettings with(TechniqueChoice... transforms) {
        return with(RewardSettings.defaults().credit(), List.of(transforms));
    }

    private static RewardSettings with(TechniqueChoice credit, List<TechniqueChoice> transforms) {
        RewardSettings base = RewardSettings.defaults();
        return new RewardSettings(
                base.modelName(),
                base.applicationId(),
                base.threads(),
                base.commitInterval(),
                base.shutdown(),
                base.joiner(),
                base.pace(),
                base.interpreters(),
                transforms,
                credit);
    }
}
