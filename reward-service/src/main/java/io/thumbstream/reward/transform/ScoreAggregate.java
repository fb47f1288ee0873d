package io.thumbstream.reward.transform;

import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * The reward lowered where the members of the reward model disagree.
 *
 * <p>{@code reward = reward - pessimism sd} with {@code sd} the population standard deviation of the members' scores. Source: Eisenstein et al.,
 * Helping or Herding? Reward Model Ensembles Mitigate but do not Eliminate Reward Hacking, 2023, arXiv 2312.09244. Ours works on the members'
 * mean and deviation, which every record carries; median and minimum would need each member's score.
 *
 * <p>Put it first, where the reward still is the score. Takes the gain from answers that please one member by chance. What all members get wrong,
 * it cannot see: members on one trunk share their faults. {@code pessimism} 0 is the plain mean.
 */
@Experimental
final class ScoreAggregate implements RewardTransform {

    /** @param pessimism standard deviations taken off, at least 0 */
    record Settings(double pessimism) {
        Settings {
            if (!(pessimism >= 0) || Double.isInfinite(pessimism)) {
                throw new IllegalArgumentException("pessimism is " + pessimism + "; give a finite number of 0 or more");
            }
        }
    }

    private final Settings settings;

    ScoreAggregate(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardGroup apply(RewardGroup group, Running earlier) {
        return group.map(row -> row.reward() - settings.pessimism() * row.deviation());
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
        return Set.of(Signal.REWARD, Signal.SCORE_VARIANCE);
    }
}
