package io.thumbstream.learner;

import io.thumbstream.learner.policy.PolicySettings;
import io.thumbstream.learner.reward.AuxiliaryRewardTerms;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardObjective;
import io.thumbstream.learner.reward.RewardObjectives;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.tensor.ComputeDevice;
import io.thumbstream.runtime.catalog.Compatibility.Stage;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.config.SettingsWriter;
import io.thumbstream.runtime.error.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of the learner service.
 *
 * @param modelName name of both models without prefix
 * @param policyEnabled whether the policy learns
 * @param policy how the policy learns
 * @param policyRun when the policy is checkpointed and published
 * @param policyThreads threads that compute a step of the policy, at least 1 and at most its lanes are of use; services on one machine
 *     share its processors
 * @param device where both models learn: auto, which is the first graphics card if there is one, cpu, cuda or cuda:N
 * @param rewardEnabled whether the reward model learns
 * @param reward how the reward model learns
 * @param rewardRun when the reward model is checkpointed and published
 * @param pauseOnStall whether the policy waits while the feedback stream is stalled
 * @param logProbAlarm mean absolute difference of the log-probabilities that sampler and learner give a token under the same weights, above
 *     which they are said to disagree, nat, above 0
 * @param retry pause before a learner that lost its brokers begins again
 * @param shutdown longest time that closing may take
 */
public record LearnerSettings(
        String modelName,
        boolean policyEnabled,
        PolicySettings policy,
        RunSettings policyRun,
        int policyThreads,
        String device,
        boolean rewardEnabled,
        RewardLearnerSettings reward,
        RunSettings rewardRun,
        boolean pauseOnStall,
        double logProbAlarm,
        Duration retry,
        Duration shutdown) {

    public LearnerSettings {
        if (!modelName.matches("[A-Za-z0-9._-]{1,60}")) {
            throw new IllegalArgumentException(
                    "model-name is '" + modelName + "'; give 1 to 60 letters, digits, '.', '_' or '-'");
        }
        if (policyThreads < 1) {
            throw new IllegalArgumentException("policy-threads is " + policyThreads + "; give at least 1");
        }
        ComputeDevice.requireKnown(device);
        if (!(logProbAlarm > 0)) {
            throw new IllegalArgumentException("log-prob-alarm is " + logProbAlarm + " nats; give a number above zero");
        }
        positive("retry", retry);
        positive("shutdown", shutdown);
    }

    /**
     * The techniques of the learners that are on, in order, for a check of the whole pipeline.
     *
     * @throws ConfigException when a technique is unknown, set wrongly, or lacks what no record carries
     */
    public List<Stage> stages() {
        List<Stage> stages = new ArrayList<>();
        if (policyEnabled) {
            stages.addAll(policy.stages());
        }
        if (rewardEnabled) {
            TechniqueChoice objective = reward.core().objective();
            RewardObjective learned = RewardObjectives.CATALOG.create(objective);
            if (reward.core().coAdaptation().enabled() && !learned.kinds().contains(LabelKind.PAIR)) {
                throw new ConfigException("learner.reward.core.co-adaptation learns pairs, which reward objective "
                        + objective.name() + " does not; take by-label-kind, or leave enabled at false");
            }
            stages.add(Stage.of(RewardObjectives.CATALOG, objective.name(), learned));
            for (TechniqueChoice term : reward.core().terms()) {
                stages.add(
                        Stage.of(AuxiliaryRewardTerms.CATALOG, term.name(), AuxiliaryRewardTerms.CATALOG.create(term)));
            }
        }
        return List.copyOf(stages);
    }

    /** The vetted defaults. */
    public static LearnerSettings defaults() {
        return new LearnerSettings(
                "support",
                true,
                PolicySettings.defaults(),
                RunSettings.policy(),
                1,
                ComputeDevice.AUTO,
                true,
                RewardLearnerSettings.defaults(),
                RunSettings.reward(),
                true,
                0.05,
                Duration.ofSeconds(2),
                Duration.ofSeconds(20));
    }

    /** Digest of how the policy learns; steps are logged with it. */
    public String policyHash() {
        return Digests.of(SettingsWriter.toTree(policy).toString());
    }

    /** Digest of how the reward model learns; steps are logged with it. */
    public String rewardHash() {
        return Digests.of(SettingsWriter.toTree(reward).toString());
    }

    /** The same with the learners switched on or off. */
    public LearnerSettings withEnabled(boolean policyLearns, boolean rewardLearns) {
        return new LearnerSettings(
                modelName,
                policyLearns,
                policy,
                policyRun,
                policyThreads,
                device,
                rewardLearns,
                reward,
                rewardRun,
                pauseOnStall,
                logProbAlarm,
                retry,
                shutdown);
    }

    /** The same for recorded votes: the policy rests, and the reward model takes the steps that suit them. */
    public LearnerSettings forRecordedVotes() {
        return new LearnerSettings(
                modelName,
                false,
                policy,
                policyRun,
                policyThreads,
                device,
                true,
                RewardLearnerSettings.recorded(),
                rewardRun,
                pauseOnStall,
                logProbAlarm,
                retry,
                shutdown);
    }

    private static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + "; give a time above zero");
        }
    }
}
