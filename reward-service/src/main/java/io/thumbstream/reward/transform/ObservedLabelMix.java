package io.thumbstream.reward.transform;

import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * The reward pulled towards what a person really said about this very answer.
 *
 * <p>{@code reward = (1 - a) * reward + a * label} with {@code a = share * min(1, label weight)}; answers nobody judged
 * stay as they are, because unobserved is not zero. Label and reward must share a scale: put it after
 * {@code bounded-preference}, whose rewards are probabilities too. Changes a reward only in revisions that carry a label.
 */
final class ObservedLabelMix implements RewardTransform {

    /** @param share largest share of the label in the reward, in [0, 1] */
    record Settings(double share) {
        Settings {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share is " + share + "; give a number in [0, 1]");
            }
        }
    }

    private final Settings settings;

    ObservedLabelMix(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardGroup apply(RewardGroup group, Running earlier) {
        return group.map(this::mix);
    }

    private double mix(RewardRow row) {
        Double label = row.approval();
        if (label == null) {
            return row.reward();
        }
        double share = settings.share() * Math.min(1, row.approvalWeight());
        return (1 - share) * row.reward() + share * label;
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
        return Set.of(Signal.REWARD, Signal.BINARY_LABEL);
    }
}
