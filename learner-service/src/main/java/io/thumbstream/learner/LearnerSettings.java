package io.thumbstream.learner;

import io.thumbstream.learner.engine.Cadence;
import io.thumbstream.learner.policy.PolicySettings;
import java.time.Duration;

/**
 * Settings of the learner service.
 *
 * @param modelName name of both models without prefix
 * @param basePolicy directory of the policy that learning starts from; empty takes version 0 in the data directory
 * @param policy how the policy learns
 * @param policySchedule when the policy is checkpointed and published
 * @param reward how the reward model learns
 * @param rewardSchedule when the reward model is checkpointed and published
 * @param pollTimeout longest wait for records in one round
 * @param recoveryTimeout longest wait for logged records during recovery
 * @param retry pause before a learner that lost its brokers begins again
 * @param shutdown longest time that closing may take
 */
public record LearnerSettings(
        String modelName,
        String basePolicy,
        PolicySettings policy,
        Schedule policySchedule,
        RewardLearnerSettings reward,
        Schedule rewardSchedule,
        Duration pollTimeout,
        Duration recoveryTimeout,
        Duration retry,
        Duration shutdown) {

    public LearnerSettings {
        if (!modelName.matches("[A-Za-z0-9._-]{1,60}")) {
            throw new IllegalArgumentException(
                    "model-name is '" + modelName + "'; give 1 to 60 letters, digits, '.', '_' or '-'");
        }
        positive("poll-timeout", pollTimeout);
        positive("recovery-timeout", recoveryTimeout);
        positive("retry", retry);
        positive("shutdown", shutdown);
    }

    /** The vetted defaults: a policy version every two seconds, a reward version every second, when changed. */
    public static LearnerSettings defaults() {
        return new LearnerSettings(
                "support",
                "",
                PolicySettings.defaults(),
                new Schedule(
                        true,
                        new Cadence(1_000, Duration.ofSeconds(2)),
                        new Cadence(1_000, Duration.ofSeconds(20)),
                        12,
                        2),
                RewardLearnerSettings.defaults(),
                new Schedule(
                        true,
                        new Cadence(10_000, Duration.ofSeconds(1)),
                        new Cadence(10_000, Duration.ofSeconds(20)),
                        12,
                        2),
                Duration.ofMillis(100),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofSeconds(20));
    }

    private static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + "; give a time above zero");
        }
    }

    /**
     * When one learner writes.
     *
     * @param enabled whether this learner runs at all
     * @param publish when a version is published
     * @param checkpoint when the learner's own state is saved
     * @param keepVersions newest versions kept on disk, at least 2: a reader may be loading the one before
     * @param keepCheckpoints newest checkpoints kept, at least 2: the newest may be torn
     */
    public record Schedule(
            boolean enabled, Cadence publish, Cadence checkpoint, int keepVersions, int keepCheckpoints) {
        public Schedule {
            if (keepVersions < 2 || keepCheckpoints < 2) {
                throw new IllegalArgumentException("keep-versions is " + keepVersions + " and keep-checkpoints is "
                        + keepCheckpoints + "; give at least 2 of each");
            }
        }
    }
}
