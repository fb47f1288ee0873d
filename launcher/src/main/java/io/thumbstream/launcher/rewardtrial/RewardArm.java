package io.thumbstream.launcher.rewardtrial;

import io.thumbstream.learner.RewardLearnerSettings;
import io.thumbstream.runtime.catalog.TechniqueChoice;

/**
 * One way for a reward model to learn.
 *
 * @param settings of the reward learner
 * @param reads how the scores of its members become one
 * @param ask by which ask policy pairs to be judged are chosen; looked at only where not all are
 */
record RewardArm(RewardLearnerSettings settings, Reads reads, TechniqueChoice ask) {
    /** What arms ask by that say nothing. */
    static final TechniqueChoice AT_RANDOM = TechniqueChoice.of("random-asking");
}
