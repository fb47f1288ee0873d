package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.Set;

/**
 * A loss that is added to a reward objective, whichever it is.
 *
 * <p>Called once per batch of labels, on the learner's thread, with gradients on. Keeps nothing.
 */
public interface AuxiliaryRewardTerm extends Technique {
    /**
     * The loss.
     *
     * @param scores {@code [input, member]}, differentiable
     * @param logProbs mean log-probability of the tokens of each answer under the language head of the trunk, {@code [input]},
     *     differentiable; zeros unless {@link #readsText}
     * @param batch labels and weights; those that correct for how labels came are in them
     */
    RewardLoss evaluate(NDArray scores, NDArray logProbs, LabelBatch batch);

    /** Whether it needs the language head of the trunk. */
    default boolean readsText() {
        return false;
    }

    @Override
    default Set<Signal> provides() {
        return Set.of();
    }
}
