package io.thumbstream.launcher.bench;

import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message with sampled answers.
 *
 * @param message what was asked
 * @param rollouts the answers as the policy learns them, rewards are a simulated person's utilities
 * @param texts the same answers as people read them
 */
record SampledGroup(String message, List<GroupRollout> rollouts, List<String> texts) {
    SampledGroup {
        rollouts = List.copyOf(rollouts);
        texts = List.copyOf(texts);
    }

    /** As experience under another name. */
    RolloutGroup named(String id, long second) {
        return new RolloutGroup(id, 1, rollouts, Instant.ofEpochSecond(second));
    }

    /** Choices of the person between neighbouring answers. */
    List<RewardLabel> choices() {
        List<RewardLabel> choices = new ArrayList<>();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            double first = rollouts.get(i).reward();
            double second = rollouts.get(i + 1).reward();
            double value = first == second ? 0.5 : first > second ? 1 : 0;
            choices.add(new RewardLabel(
                    LabelKind.PAIR,
                    List.of(input(texts.get(i)), input(texts.get(i + 1))),
                    value,
                    1,
                    Optional.of("person")));
        }
        return choices;
    }

    /** What the reward model scores, one for each answer. */
    List<ScoreInput> inputs() {
        return texts.stream().map(this::input).toList();
    }

    /** As experience under another name, with rewards of its own, one for each answer. */
    RolloutGroup rewarded(String id, long second, double[] rewards) {
        List<GroupRollout> rewarded = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            rewarded.add(rollouts.get(i).withReward(rewards[i]));
        }
        return new RolloutGroup(id, 1, rewarded, Instant.ofEpochSecond(second));
    }

    private ScoreInput input(String text) {
        return new ScoreInput("user: " + message, text);
    }
}
