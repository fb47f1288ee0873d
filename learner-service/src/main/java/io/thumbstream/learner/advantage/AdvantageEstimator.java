package io.thumbstream.learner.advantage;

import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.List;
import java.util.Set;

/** Turns the rewards of a step's groups into advantages. Called once per step; keeps nothing. */
public interface AdvantageEstimator extends Technique {
    /** One array per rollout in group order, each {@code [time]}: the advantage of every token. */
    List<float[]> estimate(RolloutGroup group);

    /** The same for every group of a step, in order; an estimator that compares across groups does it here. */
    default List<List<float[]>> estimateStep(List<RolloutGroup> step) {
        return step.stream().map(this::estimate).toList();
    }

    /** Whether {@code group} can teach anything; a group that is only compared with itself needs rewards that differ. */
    default boolean learnsFrom(RolloutGroup group) {
        return group.hasSpread();
    }

    /**
     * Whether it may only be used with token rewards that depend on nothing but the prompt and the tokens up to theirs, because others
     * make its advantages biased.
     */
    default boolean needsCausalCredit() {
        return false;
    }

    @Override
    default Set<Signal> provides() {
        return Set.of(Signal.ADVANTAGES);
    }
}
