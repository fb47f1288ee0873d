package io.thumbstream.learner.trust;

import java.time.Instant;
import java.util.Optional;

/**
 * A vote as the firewall sees it, the first time it is learned.
 *
 * @param id of the label
 * @param person pseudonymous key
 * @param weight importance, at least 0
 * @param value target in {@code [0, 1]}; 0.5 takes no side
 * @param foreseen probability of "yes" that the model gave before it learned the vote, in {@code [0, 1]}
 * @param at event time, where known
 * @param item what the vote is about: equal for votes on the same answer or pair
 * @param right the right side where the answer is a probe
 */
public record Ballot(
        String id,
        String person,
        double weight,
        double value,
        double foreseen,
        Optional<Instant> at,
        String item,
        Optional<Boolean> right) {
    private static final double TIE = 0.5;

    /** The side taken, true for "yes"; empty for a tie. */
    Optional<Boolean> side() {
        return value == TIE ? Optional.empty() : Optional.of(value > TIE);
    }
}
