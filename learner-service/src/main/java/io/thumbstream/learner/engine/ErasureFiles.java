package io.thumbstream.learner.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;

/** What an erasure does to files. Every step may be done again after it was cut. */
public final class ErasureFiles {
    private ErasureFiles() {}

    /** Moves a version from one place to another in one rename; gives its directory there. */
    public static Path move(FileVersions from, FileVersions to, long version) throws IOException {
        Path target = to.directory(version);
        Files.createDirectories(target.toAbsolutePath().getParent());
        SealedDirectory.delete(target);
        return Files.move(from.directory(version), target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes the weights of {@code retired}. */
    public static void remove(FileVersions versions, Collection<Long> retired) throws IOException {
        for (long version : retired) {
            SealedDirectory.delete(versions.directory(version));
        }
    }

    /** Removes a directory with everything in it, if it exists. */
    public static void removeAll(Path directory) throws IOException {
        SealedDirectory.delete(directory);
    }
}
