package io.thumbstream.learner.engine;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Keeps the directories of published versions. */
public interface VersionFiles {
    /** Where a version lies, and the digest of its weights file. */
    record Stored(Path directory, String sha256) {}

    /** Writes version {@code version}: {@code writer} fills an empty directory, which then appears atomically. */
    Stored save(long version, Consumer<Path> writer);
}
