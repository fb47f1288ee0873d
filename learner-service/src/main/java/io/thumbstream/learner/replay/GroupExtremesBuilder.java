package io.thumbstream.learner.replay;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Prefers the best answer of a group to the worst, by reward.
 *
 * <p>One pair {@code (argmax_i r_i, argmin_i r_i)} of a group whose rewards differ, of equals the first. Source: Mutual-Taught for Co-adapting
 * Policy and Reward Models, 2025, arXiv 2506.06292, for the part of its loop that is the policy's. Ours is the same.
 */
final class GroupExtremesBuilder implements PairBuilder {
    @Override
    public List<AnswerPair> pairs(RolloutGroup group) {
        if (!group.hasSpread()) {
            return List.of();
        }
        List<Integer> all = IntStream.range(0, group.rollouts().size()).boxed().toList();
        return List.of(new AnswerPair(group.best(all), group.worst(all)));
    }
}
