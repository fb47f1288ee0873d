package io.thumbstream.launcher.loop;

import ai.djl.Device;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.LearnerSettings;
import io.thumbstream.learner.RewardLearnerSettings;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.policy.PolicyCore;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Both learners before their first step. One thread owns them. */
public final class Learners implements LearnerPair {
    private static final String POLICY = "policy";
    private static final String REWARD = "reward";

    private final RewardCore reward;
    private final PolicyCore policy;

    /**
     * Learners that have heard nothing, with a reward model on the n-gram trunk.
     *
     * @param base directory of the model that the policy begins with
     * @throws ConfigException when the settings name another trunk
     */
    public Learners(ThumbstreamSettings settings, Path base, Clock clock) {
        this(settings, base, ngram(settings), clock);
    }

    /**
     * Learners that have heard nothing.
     *
     * @param base directory of the model that the policy begins with
     * @param trunk of the reward model, untrained; the learners own it from now on
     */
    public Learners(ThumbstreamSettings settings, Path base, RewardTrunk trunk, Clock clock) {
        LearnerSettings learner = settings.learner();
        policy = new PolicyCore(learner.policy(), base, Device.cpu(), clock, 1, settings.seed());
        reward = new RewardCore(learner.reward().core(), trunk, RewardModelFiles::load, clock);
    }

    private static RewardTrunk ngram(ThumbstreamSettings settings) {
        if (settings.learner().reward().trunk() != RewardLearnerSettings.Trunk.NGRAM) {
            throw new ConfigException("learner.reward.trunk is transformer, which cannot be run here; take ngram");
        }
        return RewardTrunks.ngram(settings.learner().reward().ngram(), settings.seed());
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
