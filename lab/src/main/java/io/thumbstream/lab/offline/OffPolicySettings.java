package io.thumbstream.lab.offline;

/**
 * How an off-policy estimate is made.
 *
 * @param confidence that the true value is not below the lower bound, in [0.8, 0.999]
 * @param leastEffectiveSize no estimate is made with a smaller effective sample size, unit actions, at least 16
 * @param cap largest weight of one action, above 0; infinite for none. A cap makes estimates steadier and, where rewards are not negative,
 *     too low; where they may be negative it can also make them too high
 */
public record OffPolicySettings(double confidence, double leastEffectiveSize, double cap) {
    private static final double LEAST = 16;

    public OffPolicySettings {
        if (!(confidence >= 0.8 && confidence <= 0.999)) {
            throw new IllegalArgumentException("confidence is " + confidence + "; choose from 0.8 to 0.999");
        }
        if (!(leastEffectiveSize >= LEAST) || Double.isInfinite(leastEffectiveSize)) {
            throw new IllegalArgumentException("least effective sample size is " + leastEffectiveSize
                    + "; give at least " + LEAST + ", below which the bound does not hold");
        }
        if (!(cap > 0)) {
            throw new IllegalArgumentException("cap is " + cap + "; give a weight above 0, or infinity for none");
        }
    }

    /** A bound of 95 %, at least 50 effective actions, no cap. */
    public static OffPolicySettings defaults() {
        return new OffPolicySettings(0.95, 50, Double.POSITIVE_INFINITY);
    }
}
