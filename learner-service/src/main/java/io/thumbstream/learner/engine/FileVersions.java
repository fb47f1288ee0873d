package io.thumbstream.learner.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Published versions of one model as directories {@code v<number>} on a file system. */
public final class FileVersions implements VersionFiles {
    private static final String WEIGHTS = "model.safetensors";
    private static final int DIGITS = 8;

    private final NumberedDirectories directories;

    /** The newest {@code keep} versions stay, and version 0. */
    public FileVersions(Path parent, int keep) {
        this(parent, keep, Set::of);
    }

    /**
     * The newest versions stay, version 0, and those that somebody points at.
     *
     * @param keep how many of the newest versions stay; readers must load a version while it is among them
     * @param named asked at each write for the versions that must not go, for instance the one served
     */
    public FileVersions(Path parent, int keep, Supplier<? extends Set<Long>> named) {
        SnapshotThinning newest = SnapshotThinning.newest(keep);
        this.directories = new NumberedDirectories(parent, "v", DIGITS, numbers -> {
            SortedSet<Long> staying = newest.kept(numbers);
            staying.addAll(named.get());
            return staying;
        });
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
