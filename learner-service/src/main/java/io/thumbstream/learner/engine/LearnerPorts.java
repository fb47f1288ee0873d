package io.thumbstream.learner.engine;

/**
 * What a learner is connected to.
 *
 * @param source input records
 * @param log write-ahead log
 * @param versions where versions are announced
 * @param checkpoints the learner's own state
 * @param files directories of published versions
 */
public record LearnerPorts<T>(
        InputSource<T> source, StepLog log, VersionSink versions, LearnerCheckpoints checkpoints, VersionFiles files) {}
