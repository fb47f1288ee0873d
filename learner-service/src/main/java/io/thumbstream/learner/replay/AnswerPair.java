package io.thumbstream.learner.replay;

/**
 * Two answers of a group of which one is to be preferred.
 *
 * @param chosen place of the better answer among the group's rollouts
 * @param rejected place of the other
 */
public record AnswerPair(int chosen, int rejected) {
    public AnswerPair {
        if (chosen == rejected || chosen < 0 || rejected < 0) {
            throw new IllegalArgumentException(
                    "Answers " + chosen + " and " + rejected + " are no pair; name two different answers of a group");
        }
    }
}
