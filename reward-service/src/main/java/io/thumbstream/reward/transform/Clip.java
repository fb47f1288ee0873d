package io.thumbstream.reward.transform;

import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * Rewards held inside a range: {@code min(high, max(low, reward))}.
 *
 * <p>A rollout whose reward was cut carries the component {@code clipped} with the amount cut off.
 */
final class Clip implements RewardTransform {

    /**
     * @param low smallest reward
     * @param high largest reward, above {@code low}
     */
    record Settings(double low, double high) {
        Settings {
            if (!(low < high) || !Double.isFinite(low) || !Double.isFinite(high)) {
                throw new IllegalArgumentException(
                        "low is " + low + " and high " + high + "; give two finite numbers, low below high");
            }
        }
    }

    private final Settings settings;

    Clip(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardGroup apply(RewardGroup group, Running earlier) {
        return new RewardGroup(group.rows().stream().map(this::clip).toList());
    }

    private RewardRow clip(RewardRow row) {
        double held = Math.min(settings.high(), Math.max(settings.low(), row.reward()));
        return held == row.reward()
                ? row
                : row.withReward(held).withComponent(RewardChain.CLIPPED, row.reward() - held);
    }

    @Override
    public boolean monotone() {
        return true;
    }

    @Override
    public double bound() {
        return Math.max(Math.abs(settings.low()), Math.abs(settings.high()));
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.REWARD);
    }
}
