package io.thumbstream.reward.transform;

import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import java.util.Set;

/**
 * One step from scores to rewards; several are applied in the configured order.
 *
 * <p>Called once per revision of a group, only for groups in which every rollout is scored, and once more for answers of the policy that learning
 * began with, where there are some beside the group, as a group of their own. Keeps nothing itself: the
 * running mean of what earlier groups brought to this step is kept for it.
 */
public interface RewardTransform extends Technique {

    /**
     * @param group rewards before this step, beside the rows those of answers that they may be compared with
     * @param earlier running mean of the rewards earlier groups brought to this step
     * @return rewards after it, same rollouts in the same order
     */
    RewardGroup apply(RewardGroup group, Running earlier);

    /** Whether a larger reward before never gives a smaller one after, all else equal. */
    boolean monotone();

    /** Largest absolute reward it can give; infinite when unbounded. */
    double bound();

    @Override
    default Set<Signal> provides() {
        return Set.of(Signal.REWARD);
    }
}
