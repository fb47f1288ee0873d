package io.thumbstream.learner.stabilize;

import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the policy from running away, by an extra loss, by a change of the weights after a step or by a smaller step.
 *
 * <p>Between steps it keeps nothing but what {@link #state} returns and the weights that lie in {@link PolicyWeights}; both go into the
 * checkpoint. What {@link #penalty} and {@link #rate} return depends on the batch and on the state before the step only.
 */
public interface Stabilizer extends Technique {
    /** Called before the micro-batches of a step. */
    default void beginStep() {}

    /** Loss to add, under the denominators of the whole step. Called once per micro-batch with gradients on. */
    LossReport penalty(PolicyBatch batch);

    /**
     * Loss to add on answers of the reference policy itself, where {@link #needs} names {@link Signal#START_ANSWERS}: under denominators of such
     * answers alone, which nothing else is learned from. Called once per micro-batch of them with gradients on.
     */
    default Optional<LossReport> penaltyOnStartAnswers(PolicyBatch batch) {
        return Optional.empty();
    }

    /** Names of the diagnostics, always all of them. */
    Set<String> diagnostics();

    /** Share of the learning rate that the next step is taken with, in [0, 1]; the shares of all stabilizers are multiplied. */
    default double rate() {
        return 1;
    }

    /** Changes the weights. Called once after each step that was taken, on the training thread, gradients off. */
    default void afterStep(PolicyWeights weights) {}

    /** The weights to publish in place of the policy's own, when it has others. */
    default Optional<ParamSet> published(PolicyWeights weights) {
        return Optional.empty();
    }

    /** Numbers that must survive a restart, all finite. */
    default Map<String, Double> state() {
        return Map.of();
    }

    /** Takes back what {@link #state} returned; a checkpoint of before there was any gives nothing. */
    default void restore(Map<String, Double> state) {}

    @Override
    default Set<Signal> provides() {
        return Set.of();
    }
}
