package io.thumbstream.reward.transform;

import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * Rewards relative to what is usual.
 *
 * <p>{@code reward - mean}, the mean being that of the group, or the running mean over earlier groups; the running form
 * keeps differences between groups. Neither divides by a deviation: dividing undoes a bound set before (arXiv
 * 2502.18770, section on normalisation).
 */
final class Centre implements RewardTransform {

    /** Whose mean is subtracted. */
    enum Around {
        GROUP,
        RUNNING
    }

    /** @param around whose mean is subtracted */
    record Settings(Around around) {}

    private final Settings settings;

    Centre(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardGroup apply(RewardGroup group, Running earlier) {
        boolean own = settings.around() == Around.GROUP || earlier.count() == 0;
        double mean = own ? group.meanReward() : earlier.mean();
        return group.map(row -> row.reward() - mean);
    }

    @Override
    public boolean monotone() {
        return true;
    }

    @Override
    public double bound() {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public Set<Signal> needs() {
        return settings.around() == Around.GROUP ? Set.of(Signal.REWARD, Signal.GROUP) : Set.of(Signal.REWARD);
    }
}
