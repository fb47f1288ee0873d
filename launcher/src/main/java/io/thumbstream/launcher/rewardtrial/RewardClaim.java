package io.thumbstream.launcher.rewardtrial;

import io.thumbstream.lab.report.PairedRule;

/**
 * What is said of one arm against another.
 *
 * @param arm the arm that something is said of
 * @param baseline the arm that it is compared with, or a number that the metric itself is compared with
 * @param kind what is said; what should be small is better the smaller it is
 * @param metric of what
 * @param margin what counts as no difference, in units of the metric, at least 0; only for {@code NOT_BELOW}
 */
record RewardClaim(String arm, String baseline, PairedRule.Kind kind, RewardMetric metric, double margin) {
    RewardClaim {
        if (!(margin >= 0)) {
            throw new IllegalArgumentException("margin is " + margin + "; give 0 or more");
        }
        if (arm.equals(baseline)) {
            throw new IllegalArgumentException("arm '" + arm + "' is compared with itself; such a claim cannot fail");
        }
    }

    PairedRule rule() {
        return new PairedRule(kind, margin);
    }
}
