package io.thumbstream.launcher.compose;

import ai.djl.Device;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.LearnerSettings;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.policy.PolicyCore;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Both learners of one composition before their first step. */
final class Learners implements AutoCloseable {
    private static final String POLICY = "policy";
    private static final String REWARD = "reward";

    private final RewardCore reward;
    private final PolicyCore policy;

    /**
     * Learners that have heard nothing.
     *
     * @param base directory of the model that the policy begins with
     */
    Learners(ThumbstreamSettings settings, Path base, Clock clock) {
        LearnerSettings learner = settings.learner();
        policy = new PolicyCore(learner.policy(), base, Device.cpu(), clock, 1);
        reward = new RewardCore(
                learner.reward().core(),
                RewardTrunks.ngram(learner.reward().ngram(), settings.seed()),
                RewardModelFiles::load,
                clock);
    }

    RewardCore reward() {
        return reward;
    }

    PolicyCore policy() {
        return policy;
    }

    /** Writes both states below {@code directory}, which may exist if it is empty. */
    void snapshot(Path directory) throws IOException {
        reward.snapshot(Files.createDirectories(directory.resolve(REWARD)));
        policy.snapshot(Files.createDirectories(directory.resolve(POLICY)));
    }

    /** Goes on from what {@link #snapshot} wrote. */
    void restore(Path directory, InputLookup<RewardLabel> labels, InputLookup<RolloutGroup> groups) {
        reward.restore(directory.resolve(REWARD), labels);
        policy.restore(directory.resolve(POLICY), groups);
    }

    /** Digest of all weights. */
    String digest() {
        return policy.digest() + " " + reward.digest();
    }

    @Override
    public void close() {
        reward.close();
        policy.close();
    }
}
