package io.thumbstream.reward.transform;

import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/**
 * Preference as reward: the probability that this answer is preferred to a reference, so that reward rises fast where
 * answers are poor and saturates where they are good.
 *
 * <p>{@code reward = mean over references of sigmoid((s - s_ref) / temperature)}, in (0, 1). References are the other
 * answers of the group, the running mean score of earlier groups, or score 0. Source: Fu et al., Reward Shaping to Mitigate
 * Reward Hacking in RLHF, 2025, arXiv 2502.18770. Ours takes the references from the current policy in place of the start
 * policy, so that the reference rises as the policy learns and needs no second model.
 *
 * <p>Do not divide the result by the group's deviation: the bound would be lost. A group of one falls back to the running
 * mean. Saturation delays over-optimisation, it does not replace a KL limit.
 */
final class BoundedPreference implements RewardTransform {

    /** What an answer is compared with. */
    enum Reference {
        GROUP,
        RUNNING,
        ZERO
    }

    /**
     * @param reference what an answer is compared with
     * @param temperature score difference at which preference is sigmoid(1), above 0
     */
    record Settings(Reference reference, double temperature) {
        Settings {
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new IllegalArgumentException(
                        "temperature is " + temperature + "; give a finite number above 0, in units of the score");
            }
        }
    }

    private final Settings settings;

    BoundedPreference(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardGroup apply(RewardGroup group, Running earlier) {
        boolean peers = settings.reference() == Reference.GROUP && group.rows().size() > 1;
        if (peers) {
            return group.map(row -> preferredToOthers(row, group.rows()));
        }
        double reference = settings.reference() == Reference.ZERO ? 0 : earlier.mean();
        return group.map(row -> preferred(row.reward(), reference));
    }

    private double preferredToOthers(RewardRow row, List<RewardRow> all) {
        return all.stream()
                .filter(other -> !other.rolloutId().equals(row.rolloutId()))
                .mapToDouble(other -> preferred(row.reward(), other.reward()))
                .average()
                .orElse(preferred(0, 0));
    }

    private double preferred(double score, double reference) {
        return Link.SIGMOID.of((score - reference) / settings.temperature());
    }

    @Override
    public boolean monotone() {
        return true;
    }

    @Override
    public double bound() {
        return 1;
    }

    @Override
    public Set<Signal> needs() {
        return settings.reference() == Reference.GROUP ? Set.of(Signal.SCORE, Signal.GROUP) : Set.of(Signal.SCORE);
    }
}
