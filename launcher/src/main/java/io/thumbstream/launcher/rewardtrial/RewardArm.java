package io.thumbstream.launcher.rewardtrial;

import io.thumbstream.learner.RewardLearnerSettings;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.List;

/**
 * One way for a reward model to learn.
 *
 * @param settings of the reward learner
 * @param reads how the scores of its members become one
 * @param ask by which ask policy pairs to be judged are chosen; looked at only where not all are
 * @param interpreters which make labels of what people did with lists of answers; none where there are no lists
 */
record RewardArm(RewardLearnerSettings settings, Reads reads, TechniqueChoice ask, List<TechniqueChoice> interpreters) {
    /** What arms ask by that say nothing. */
    static final TechniqueChoice AT_RANDOM = TechniqueChoice.of("random-asking");

    RewardArm {
        interpreters = List.copyOf(interpreters);
    }
}
