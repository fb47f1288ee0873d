package io.thumbstream.learner.reward;

import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.replay.AnswerPair;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.PairBuilder;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.reward.ScoreInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pairs of answers that the reward model judged itself, by a {@link PairBuilder} of the policy learner.
 *
 * <p>To the builder an answer is its words, with the score that the label's probability comes from as reward. A pair of equal texts is left
 * out: it would teach nothing. A function of the answers alone, in their order.
 */
final class OwnPairs {
    private static final int[] PROMPT = {0};
    /** Probabilities this near 0 or 1 are taken as if they were so far away. */
    private static final double LEAST = 1e-12;

    private final PairBuilder builder;

    OwnPairs(PairBuilder builder) {
        this.builder = builder;
    }

    /** Answers by group, in the order in which they come. */
    static Map<String, List<InputRecord<RewardLabel>>> byGroup(List<InputRecord<RewardLabel>> answers) {
        Map<String, List<InputRecord<RewardLabel>>> groups = new LinkedHashMap<>();
        for (InputRecord<RewardLabel> answer : answers) {
            answer.value().provenance().group().ifPresent(group -> groups.computeIfAbsent(
                            group, unused -> new ArrayList<>())
                    .add(answer));
        }
        return groups;
    }

    /** The pairs of one group, the preferred answer first. */
    List<RewardTrainer.Identified> of(String group, List<InputRecord<RewardLabel>> answers) {
        List<GroupRollout> rollouts = new ArrayList<>();
        for (InputRecord<RewardLabel> answer : answers) {
            rollouts.add(rollout(answer));
        }
        Optional<Instant> at = answers.get(0).value().at();
        List<RewardTrainer.Identified> pairs = new ArrayList<>();
        for (AnswerPair pair : builder.pairs(new RolloutGroup(group, 1, rollouts, at.orElse(Instant.EPOCH)))) {
            RewardLabel chosen = answers.get(pair.chosen()).value();
            RewardLabel rejected = answers.get(pair.rejected()).value();
            if (!chosen.items().equals(rejected.items())) {
                pairs.add(
                        new RewardTrainer.Identified(group + "/own-pair/" + pairs.size(), label(chosen, rejected, at)));
            }
        }
        return pairs;
    }

    private static RewardLabel label(RewardLabel chosen, RewardLabel rejected, Optional<Instant> at) {
        List<ScoreInput> items = List.of(chosen.items().get(0), rejected.items().get(0));
        return new RewardLabel(LabelKind.PAIR, items, 1, 1, Optional.empty(), at, Evidence.PLAIN, chosen.provenance());
    }

    private static GroupRollout rollout(InputRecord<RewardLabel> answer) {
        RewardLabel label = answer.value();
        int[] words = Arrays.stream(label.items().get(0).response().strip().split("\\s+", -1))
                .mapToInt(String::hashCode)
                .toArray();
        return new GroupRollout(
                answer.id(),
                PROMPT,
                words,
                new float[words.length],
                label.provenance().policyVersion(),
                score(label.value()),
                Optional.empty());
    }

    /** The score of which {@code probability} is the sigmoid. */
    static double score(double probability) {
        double inside = Math.max(LEAST, Math.min(1 - LEAST, probability));
        return Math.log(inside) - Math.log1p(-inside);
    }
}
