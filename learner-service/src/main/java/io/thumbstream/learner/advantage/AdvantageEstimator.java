package io.thumbstream.learner.advantage;

import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/** Turns the rewards of a group into advantages. Called once per group and step; keeps nothing. */
public interface AdvantageEstimator {
    /** One array per rollout in group order, each {@code [time]}: the advantage of every token. */
    List<float[]> estimate(RolloutGroup group);

    /** What a group must carry. */
    Set<Signal> needs();
}
