package io.thumbstream.learner.objective;

import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.Map;
import java.util.Set;

/**
 * The loss whose gradient moves the policy.
 *
 * <p>{@link #evaluate} is called once per micro-batch with gradients on, between {@link #beginStep} and
 * {@link #endStep}. An objective keeps nothing between steps but what {@link #state} returns, which goes into the
 * checkpoint; what {@code evaluate} returns depends on the batch and on the state before the step only.
 */
public interface PolicyObjective extends Technique {
    /** Loss of {@code batch} under the denominators of the whole step. */
    LossReport evaluate(PolicyBatch batch);

    @Override
    default Set<Signal> provides() {
        return Set.of();
    }

    /** Names of the diagnostics, always all of them. */
    Set<String> diagnostics();

    /** Whether it reads the answer of somebody else that a pair may name: a row of its own, behind the two of the pair. */
    default boolean readsSources() {
        return false;
    }

    /** Whether it learns from labels of single answers where there are any, even if it can do without. */
    default boolean readsLabels() {
        return needs().contains(Signal.BINARY_LABEL);
    }

    /** Called before the micro-batches of a step. */
    default void beginStep() {}

    /** Called after the step was applied; not when it was skipped. */
    default void endStep() {}

    /** What must survive a restart. */
    default Map<String, Double> state() {
        return Map.of();
    }

    /** Takes back what {@link #state} returned. */
    default void restore(Map<String, Double> state) {}
}
