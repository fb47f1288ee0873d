package io.thumbstream.learner.replay;

import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.List;
import java.util.Set;

/** Makes pairs of the answers of a group, for an objective that compares two. Called when a group comes and when a step uses it; keeps nothing. */
public interface PairBuilder extends Technique {
    /** Pairs in an order that depends on the group alone; none when nothing says which answer is better. */
    List<AnswerPair> pairs(RolloutGroup group);

    @Override
    default Set<Signal> needs() {
        return Set.of(Signal.GROUP, Signal.REWARD);
    }

    @Override
    default Set<Signal> provides() {
        return Set.of(Signal.PAIR);
    }
}
