package io.thumbstream.learner.replay;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Takes groups uniformly at random without replacement: a Fisher-Yates shuffle from the step's seed. */
final class Uniform implements ReplaySelector {
    @Override
    public List<Integer> select(List<Candidate> candidates, int count, long seed) {
        int[] order = IntStream.range(0, candidates.size()).toArray();
        new SeededRandom(seed).shuffle(order);
        return Arrays.stream(order).limit(count).boxed().toList();
    }
}
