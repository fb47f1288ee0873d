package io.thumbstream.learner.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Published versions of one model as directories {@code v<number>} on a file system. */
public final class FileVersions implements VersionFiles {
    private static final String WEIGHTS = "model.safetensors";
    private static final int DIGITS = 8;

    private final NumberedDirectories directories;

    /** @param keep how many of the newest versions stay; readers must load a version while it is among them */
    public FileVersions(Path parent, int keep) {
        this.directories = new NumberedDirectories(parent, "v", DIGITS, keep);
    }

    /** Where a version lies or would lie. */
    public Path directory(long version) {
        return directories.path(version);
    }

    @Override
    public Stored save(long version, Consumer<Path> writer) {
        Path directory = directories.write(version, writer);
        try {
            return new Stored(directory, SealedDirectory.listed(directory, WEIGHTS));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Version " + version + " has no readable " + WEIGHTS + " in " + directory, e);
        }
    }
}
