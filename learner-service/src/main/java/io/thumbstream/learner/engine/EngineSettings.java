package io.thumbstream.learner.engine;

import java.time.Duration;

/**
 * How the engine runs one learner.
 *
 * @param learner key of the training log, for instance {@code policy/support}
 * @param modelName name under which versions are announced
 * @param rootSeed seed from which every step's seed is derived
 * @param configHash sha256 of the learner's configuration
 * @param checkpoint when to write a checkpoint
 * @param publish when to publish a version
 * @param pollTimeout longest wait for input records in one round
 * @param recoveryTimeout longest wait for logged input records to arrive during recovery
 * @param build what computes
 */
public record EngineSettings(
        String learner,
        String modelName,
        long rootSeed,
        String configHash,
        Cadence checkpoint,
        Cadence publish,
        Duration pollTimeout,
        Duration recoveryTimeout,
        Build build) {
    /** Settings where it is not known what computes. */
    public EngineSettings(
            String learner,
            String modelName,
            long rootSeed,
            String configHash,
            Cadence checkpoint,
            Cadence publish,
            Duration pollTimeout,
            Duration recoveryTimeout) {
        this(
                learner,
                modelName,
                rootSeed,
                configHash,
                checkpoint,
                publish,
                pollTimeout,
                recoveryTimeout,
                Build.UNKNOWN);
    }
}
