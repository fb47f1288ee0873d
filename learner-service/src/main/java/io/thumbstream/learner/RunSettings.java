package io.thumbstream.learner;

import io.thumbstream.learner.engine.Cadence;
import io.thumbstream.learner.engine.SnapshotThinning;
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
 * @param oldCheckpoints checkpoints that stay behind those at most, one per doubling of age in steps; replay and erasure begin there
 * @param keepVersions newest versions that stay on disk; version 0 and what the version topic names always stay
 */
public record RunSettings(
        long checkpointSteps,
        Duration checkpointInterval,
        long publishSteps,
        Duration publishInterval,
        Duration pollTimeout,
        Duration recoveryTimeout,
        int keepCheckpoints,
        int oldCheckpoints,
        int keepVersions) {
    public RunSettings {
        if (keepCheckpoints < 1 || oldCheckpoints < 0 || keepVersions < 1) {
            throw new IllegalArgumentException("keep-checkpoints is " + keepCheckpoints + ", old-checkpoints is "
                    + oldCheckpoints + " and keep-versions is " + keepVersions + "; give at least 1, 0 and 1");
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
                16,
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
                16,
                20);
    }

    Cadence checkpoint() {
        return new Cadence(checkpointSteps, checkpointInterval);
    }

    SnapshotThinning thinning() {
        return new SnapshotThinning(keepCheckpoints, oldCheckpoints);
    }

    Cadence publish() {
        return new Cadence(publishSteps, publishInterval);
    }
}
