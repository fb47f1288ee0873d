package io.thumbstream.launcher.whatif;

import io.thumbstream.launcher.recorded.Absent;
import io.thumbstream.learner.LearnerSettings;
import io.thumbstream.reward.RewardSettings;

/**
 * One way the recorded stream might have been learned from.
 *
 * @param name kebab-case, of its figures and directory
 * @param learner settings of the learners
 * @param reward settings of the reward service; of these only the transforms matter, because labels and groups are recorded
 * @param seed root of all randomness
 * @param absent people whose records are left out
 */
public record Arm(String name, LearnerSettings learner, RewardSettings reward, long seed, Absent absent) {
    /** The same with another seed. */
    Arm withSeed(long other) {
        return new Arm(name, learner, reward, other, absent);
    }
}
