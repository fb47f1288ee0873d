package io.thumbstream.learner.replay;

import io.thumbstream.runtime.catalog.Experimental;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Prefers the policy's own best answer to its own worst, and names beside them the best answer that somebody else wrote.
 *
 * <p>One triple {@code (argmax_own r, argmin_own r, argmax_else r)} of a group whose own rewards differ, of equals the first. The third
 * answer is left out when its reward is not above that of the rejected one. Source: Yang et al., Weighted-Reward Preference Optimization
 * for Implicit Model Fusion, 2024, arXiv 2412.03187. Ours takes for own answers those that the sampler of the day wrote, in place of a set sampled once, and
 * leaves out what the reward model holds for no better than the policy's worst.
 *
 * <p>An answer is somebody else's when its record names no policy version. Objectives that mix nothing, such as {@code dpo}, learn from the
 * pair alone, so that a group without such an answer, and one under such an objective, is learned from as own samples.
 */
@Experimental
final class MultiSourceBuilder implements PairBuilder {
    @Override
    public List<AnswerPair> pairs(RolloutGroup group) {
        List<Integer> own = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < group.rollouts().size(); i++) {
            (group.rollouts().get(i).fromElsewhere() ? others : own).add(i);
        }
        if (!group.sampled().map(RolloutGroup::hasSpread).orElse(false)) {
            return List.of();
        }
        int chosen = group.best(own);
        int rejected = group.worst(own);
        return List.of(new AnswerPair(chosen, rejected, source(group, others, rejected)));
    }

    private static OptionalInt source(RolloutGroup group, List<Integer> others, int rejected) {
        if (others.isEmpty()) {
            return OptionalInt.empty();
        }
        int best = group.best(others);
        double least = group.rollouts().get(rejected).reward();
        return group.rollouts().get(best).reward() > least ? OptionalInt.of(best) : OptionalInt.empty();
    }
}
