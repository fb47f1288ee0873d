package io.thumbstream.learner.engine;

import java.nio.file.Path;

/**
 * One checkpoint on disk.
 *
 * @param step last step that is in it
 * @param directory where it lies
 * @param bytes size of its files
 * @param intact whether every file is what was written
 * @param configHash configuration under which it was written; empty when it is not intact
 */
public record SnapshotInfo(long step, Path directory, long bytes, boolean intact, String configHash) {}
