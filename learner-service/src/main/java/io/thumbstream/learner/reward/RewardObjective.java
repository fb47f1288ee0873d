package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.Map;
import java.util.Set;

/**
 * What a reward model is trained for: a loss on margins. The margin of a pair is the difference of its two scores, that of a single answer
 * is its score, and that of the best of several is its score less the logarithm of the sum of the exponentials of the others'.
 *
 * <p>Called once per batch of labels, on the learner's thread, with gradients on. Keeps nothing between calls of {@link #evaluate}; what it
 * takes from {@link #learned} is its {@link #state}, which goes into the checkpoint.
 */
public interface RewardObjective extends Technique {
    /**
     * The loss.
     *
     * @param margins {@code [label, member]}, differentiable
     * @param batch labels and weights; only the kinds in {@link #kinds()}
     */
    RewardLoss evaluate(NDArray margins, LabelBatch batch);

    /** Probability that the label says "approved", "first preferred" among votes that are no tie, or "first is the best", at a margin. */
    double probability(LabelKind kind, double margin);

    /** The same for one label, where more is known of it than its kind. */
    default double probability(RewardLabel label, double margin) {
        return probability(label.kind(), margin);
    }

    /**
     * Called after an update from a batch was applied.
     *
     * @param margins of the labels before it, mean over the members, axis {@code [label]}
     */
    default void learned(double[] margins, LabelBatch batch) {}

    /** What must survive a restart, in an order that counts. */
    default Map<String, Double> state() {
        return Map.of();
    }

    /** Takes back what {@link #state} returned. */
    default void restore(Map<String, Double> state) {}

    /** Kinds of labels that it can learn from. */
    Set<LabelKind> kinds();

    @Override
    default Set<Signal> provides() {
        return Set.of();
    }
}
