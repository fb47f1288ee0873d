package io.thumbstream.learner.replay;

import java.util.List;

/** Chooses which waiting groups the next step uses. Called once per planned step; keeps nothing. */
public interface ReplaySelector {
    /**
     * Distinct indices into {@code candidates}, at most {@code count}, all of them when there are fewer.
     *
     * @param candidates oldest first
     * @param seed only source of randomness
     */
    List<Integer> select(List<Candidate> candidates, int count, long seed);
}
