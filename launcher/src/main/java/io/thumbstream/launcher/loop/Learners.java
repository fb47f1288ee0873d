package io.thumbstream.launcher.loop;

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
import io.thumbstream.model.reward.ScoreInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Both learners before their first step; the reward model is the one on the n-gram trunk. One thread owns them. */
public final class Learners implements LearnerPair {
    private static final String POLICY = "policy";
    private static final String REWARD = "reward";

    private final RewardCore reward;
    private final PolicyCore policy;

    /**
     * Learners that have heard nothing.
     *
     * @param base directory of the model that the policy begins with
     */
    public Learners(ThumbstreamSettings settings, Path base, Clock clock) {
        LearnerSettings learner = settings.learner();
        policy = new PolicyCore(learner.policy(), base, Device.cpu(), clock, 1, settings.seed());
        reward = new RewardCore(
                learner.reward().core(),
                RewardTrunks.ngram(learner.reward().ngram(), settings.seed()),
                RewardModelFiles::load,
                clock);
    }

    @Override
    public RewardCore reward() {
        return reward;
    }

    @Override
    public PolicyCore policy() {
        return policy;
    }

    @Override
    public double[][] scores(List<ScoreInput> inputs) {
        return reward.scores(inputs);
    }

    @Override
    public int heldArrays() {
        return policy.heldArrays() + reward.heldArrays();
    }

    @Override
    public void snapshot(Path directory) throws IOException {
        reward.snapshot(Files.createDirectories(directory.resolve(REWARD)));
        policy.snapshot(Files.createDirectories(directory.resolve(POLICY)));
    }

    @Override
    public void restore(Path directory, InputLookup<RewardLabel> labels, InputLookup<RolloutGroup> groups) {
        reward.restore(directory.resolve(REWARD), labels);
        policy.restore(directory.resolve(POLICY), groups);
    }

    @Override
    public String digest() {
        return policy.digest() + " " + reward.digest();
    }

    @Override
    public void close() {
        reward.close();
        policy.close();
    }
}
