package io.thumbstream.launcher.trial;

import io.thumbstream.launcher.up.ThumbstreamSettings;

/**
 * One way to learn.
 *
 * @param settings of everything
 * @param rewardSteps steps of the policy during which the reward model learns; afterwards it stays as it is
 * @param learns whether anything learns; the first policy stays when not
 */
record Arm(ThumbstreamSettings settings, int rewardSteps, boolean learns) {
    /** An arm in which both models learn to the end. */
    static Arm of(ThumbstreamSettings settings) {
        return new Arm(settings, Integer.MAX_VALUE, true);
    }

    /** The first policy as it is. */
    static Arm untouched(ThumbstreamSettings settings) {
        return new Arm(settings, 0, false);
    }
}
