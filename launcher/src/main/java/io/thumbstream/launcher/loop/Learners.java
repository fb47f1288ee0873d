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
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.text.Tokenizer;
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
        this(settings, base, ngram(settings), RewardModelFiles::load, clock);
    }

    private Learners(
            ThumbstreamSettings settings, Path base, RewardTrunk trunk, RewardCore.TrunkLoader saved, Clock clock) {
        LearnerSettings learner = settings.learner();
        try {
            reward = new RewardCore(learner.reward().core(), trunk, saved, clock);
        } catch (RuntimeException e) {
            trunk.close();
            throw e;
        }
        try {
            policy = new PolicyCore(learner.policy(), base, Device.cpu(), clock, 1, settings.seed());
        } catch (RuntimeException e) {
            reward.close();
            throw e;
        }
    }

    /**
     * Learners that have heard nothing, with a reward model on the trunk that the settings name.
     *
     * @param base directory of the model that the policy begins with
     * @param reader directory of the model that a transformer trunk begins with; not read for the n-gram trunk
     * @param words of the reader
     */
    public static Learners reading(ThumbstreamSettings settings, Path base, Path reader, Tokenizer words, Clock clock)
            throws IOException {
        RewardLearnerSettings reward = settings.learner().reward();
        if (reward.trunk() == RewardLearnerSettings.Trunk.NGRAM) {
            return new Learners(settings, base, clock);
        }
        CausalLm model = CausalLm.load(reader, Device.cpu());
        return new Learners(
                settings,
                base,
                RewardTrunks.transformer(reward.transformer(), model, reader, words, settings.seed()),
                saved -> RewardModelFiles.load(saved, Device.cpu(), file -> words),
                clock);
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
