package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import java.util.Optional;

/**
 * One way to learn.
 *
 * @param settings of everything
 * @param rewardSteps steps of the policy during which the reward model learns; afterwards it stays as it is
 * @param learns whether anything learns; the first policy stays when not
 * @param proxy what stands in place of the reward model in this arm; that of the bed when empty
 */
record Arm(ThumbstreamSettings settings, int rewardSteps, boolean learns, Optional<LexiconProxy> proxy) {
    /** An arm with what the bed has in place of the reward model. */
    Arm(ThumbstreamSettings settings, int rewardSteps, boolean learns) {
        this(settings, rewardSteps, learns, Optional.empty());
    }

    /** An arm in which both models learn to the end. */
    static Arm of(ThumbstreamSettings settings) {
        return new Arm(settings, Integer.MAX_VALUE, true);
    }

    /** The first policy as it is. */
    static Arm untouched(ThumbstreamSettings settings) {
        return new Arm(settings, 0, false);
    }

    /** The same with a reward model that stays as it is after so many steps of the policy. */
    Arm learningReward(int steps) {
        return new Arm(settings, steps, learns, proxy);
    }

    /** The same with another proxy than the bed's. */
    Arm with(LexiconProxy other) {
        return new Arm(settings, rewardSteps, learns, Optional.of(other));
    }
}
