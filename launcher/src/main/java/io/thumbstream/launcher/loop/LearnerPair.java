package io.thumbstream.launcher.loop;

import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Both learners of a pipeline. One thread owns them. */
public interface LearnerPair extends AutoCloseable {
    /** The reward learner. */
    LearnerCore<RewardLabel> reward();

    /** The policy learner. */
    LearnerCore<RolloutGroup> policy();

    /** Scores of the reward model as it is now, {@code [input][member]}. */
    double[][] scores(List<ScoreInput> inputs);

    /** Native arrays that both learners hold between steps. */
    int heldArrays();

    /** Writes both states below {@code directory}, which may exist if it is empty. */
    void snapshot(Path directory) throws IOException;

    /** Goes on from what {@link #snapshot} wrote. */
    void restore(Path directory, InputLookup<RewardLabel> labels, InputLookup<RolloutGroup> groups);

    /** Digest of all weights. */
    String digest();

    @Override
    void close();
}
