package io.thumbstream.learner.replay;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes the groups whose revision is newest.
 *
 * <p>Keeps the distance between the policy that sampled and the policy that learns small; under overload old groups
 * starve and are dropped by the lag limit. Use {@link Uniform} where every group must have the same chance.
 */
final class NewestFirst implements ReplaySelector {
    @Override
    public List<Integer> select(List<Candidate> candidates, int count, long seed) {
        int size = candidates.size();
        return IntStream.range(0, Math.min(count, size))
                .mapToObj(i -> size - 1 - i)
                .toList();
    }
}
