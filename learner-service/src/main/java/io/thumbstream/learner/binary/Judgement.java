package io.thumbstream.learner.binary;

import java.util.Optional;

/**
 * What somebody said about one answer, beside the value that the answer had before it was learned from.
 *
 * @param id names the judgement; the same id again is the same judgement, learned once more or revised
 * @param value score of a reward model, or reward that a policy implies
 * @param approval label in [0, 1]; 1 is approval
 * @param weight importance, as far as the firewall left it; 0 where nothing was said
 * @param prompt ids of the prompt's tokens or words
 * @param rater pseudonymous key of the person, where known
 * @param left share of the importance that the firewall left, in [0, 1] and above 0 where the weight is
 */
@SuppressWarnings("ArrayRecordComponent") // token ids come as they are
public record Judgement(
        String id, double value, double approval, double weight, int[] prompt, Optional<String> rater, double left) {
    /** A judgement from which nothing was taken. */
    public Judgement(String id, double value, double approval, double weight, int[] prompt, Optional<String> rater) {
        this(id, value, approval, weight, prompt, rater, 1);
    }

    /** Importance before anything was taken from it; 0 where nothing is left. */
    double said() {
        return weight > 0 ? weight / left : 0;
    }
}
