package io.thumbstream.learner;

import io.thumbstream.learner.engine.Cadence;
import java.time.Duration;

/**
 * How one learner runs around its steps.
 *
 * @param checkpointSteps steps after which a checkpoint is written at the latest
 * @param checkpointInterval time after which a checkpoint is written at the latest, when steps were taken
 * @param publishSteps steps after which a version is published at the latest
 * @param publishInterval time after which a version is published at the latest, when steps were taken
 * @param pollTimeout longest wait for new records in one round
 * @param recoveryTimeout longest wait for a logged record during recovery
 * @param keepCheckpoints newest checkpoints that stay on disk
 * @param keepVersions newest versions that stay on disk; version 0 always stays
 */
public record RunSettings(
        long checkpointSteps,
        Duration checkpointInterval,
        long publishSteps,
        Duration publishInterval,
        Duration pollTimeout,
        Duration recoveryTimeout,
        int keepCheckpoints,
        int keepVersions) {
    public RunSettings {
        if (keepCheckpoints < 1 || keepVersions < 1) {
            throw new IllegalArgumentException("keep-checkpoints is " + keepCheckpoints + " and keep-versions is "
                    + keepVersions + "; give at least 1");
        }
        if (pollTimeout.isNegative() || pollTimeout.isZero() || recoveryTimeout.isNegative()) {
            throw new IllegalArgumentException("poll-timeout is " + pollTimeout + " and recovery-timeout is "
                    + recoveryTimeout + "; give times above zero");
        }
        Cadence unusedCheckpoint = new Cadence(checkpointSteps, checkpointInterval);
        Cadence unusedPublish = new Cadence(publishSteps, publishInterval);
    }

    /** A version every 2 s while the policy learns, a checkpoint every 15 s. */
    public static RunSettings policy() {
        return new RunSettings(
                500,
                Duration.ofSeconds(15),
                100,
                Duration.ofSeconds(2),
                Duration.ofMillis(100),
                Duration.ofMinutes(1),
                3,
                30);
    }

    /** A version every 2 s while the reward model learns, a checkpoint every 15 s. */
    public static RunSettings reward() {
        return new RunSettings(
                5000,
                Duration.ofSeconds(15),
                5000,
                Duration.ofSeconds(2),
                Duration.ofMillis(50),
                Duration.ofMinutes(1),
                3,
                20);
    }

    Cadence checkpoint() {
        return new Cadence(checkpointSteps, checkpointInterval);
    }

    Cadence publish() {
        return new Cadence(publishSteps, publishInterval);
    }
}
