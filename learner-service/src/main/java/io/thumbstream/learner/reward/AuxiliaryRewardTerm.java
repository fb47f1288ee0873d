package io.thumbstream.learner.reward;

import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.OptionalDouble;
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
     * @param output what the trunk makes of the answers, differentiable
     * @param batch labels and weights; those that correct for how labels came are in them
     */
    RewardLoss evaluate(TrunkOutput output, LabelBatch batch);

    /** Whether it needs the language head of the trunk. */
    default boolean readsText() {
        return false;
    }

    /** Share of features that views of the trunk's states leave out, in {@code [0, 1)}; empty when it reads no states. */
    default OptionalDouble dropout() {
        return OptionalDouble.empty();
    }

    @Override
    default Set<Signal> provides() {
        return Set.of();
    }
}
