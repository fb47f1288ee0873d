package io.thumbstream.learner.replay;

import java.util.List;
import java.util.OptionalInt;

/**
 * Two answers of a group of which one is to be preferred.
 *
 * @param chosen place of the better answer among the group's rollouts
 * @param rejected place of the other
 * @param source place of an answer that somebody else wrote and that stands beside the better one; empty when there is none
 */
public record AnswerPair(int chosen, int rejected, OptionalInt source) {
    public AnswerPair {
        if (chosen == rejected || chosen < 0 || rejected < 0) {
            throw new IllegalArgumentException(
                    "Answers " + chosen + " and " + rejected + " are no pair; name two different answers of a group");
        }
        if (source.isPresent()
                && (source.getAsInt() < 0 || List.of(chosen, rejected).contains(source.getAsInt()))) {
            throw new IllegalArgumentException("Answer " + source.getAsInt() + " cannot stand beside answers " + chosen
                    + " and " + rejected + "; name a third answer of the group");
        }
    }

    /** A pair beside which nothing stands. */
    public AnswerPair(int chosen, int rejected) {
        this(chosen, rejected, OptionalInt.empty());
    }
}
