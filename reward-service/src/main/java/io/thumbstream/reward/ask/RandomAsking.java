package io.thumbstream.reward.ask;

import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * Asks about every pair with the same probability.
 *
 * <p>{@code u = 1} for every pair, so that each is asked about with the probability that is the budget. Source: the baseline of Not all
 * preference pairs are created equal, 2024, arXiv 2406.17312.
 *
 * <p>Use where people are noisy and the reward model has one member, and as what others are compared with: what is asked at random stands
 * for all answers as it is, without weights.
 */
@Experimental
final class RandomAsking implements AskPolicy {

    @Override
    public double urgency(AskCandidate candidate) {
        return 1;
    }

    @Override
    public Set<Signal> needs() {
        return Set.of();
    }
}
