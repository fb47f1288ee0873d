package io.thumbstream.learner.stabilize;

import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the policy from running away, by an extra loss or by a change of the weights after a step.
 *
 * <p>Keeps nothing itself: weights that it must remember lie in {@link PolicyWeights}, which goes into the checkpoint.
 */
public interface Stabilizer extends Technique {
    /** Loss to add, under the denominators of the whole step. Called once per micro-batch with gradients on. */
    LossReport penalty(PolicyBatch batch);

    /** Names of the diagnostics, always all of them. */
    Set<String> diagnostics();

    /** Changes the weights. Called once after each step that was taken, on the training thread, gradients off. */
    default void afterStep(PolicyWeights weights) {}

    /** The weights to publish in place of the policy's own, when it has others. */
    default Optional<ParamSet> published(PolicyWeights weights) {
        return Optional.empty();
    }

    @Override
    default Set<Signal> provides() {
        return Set.of();
    }
}
