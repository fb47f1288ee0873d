package io.thumbstream.launcher.rewardtrial;

import io.thumbstream.learner.RewardLearnerSettings;

/**
 * One way for a reward model to learn.
 *
 * @param settings of the reward learner
 * @param reads how the scores of its members become one
 */
record RewardArm(RewardLearnerSettings settings, Reads reads) {}
