package io.thumbstream.learner.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checkpoints of one learner as directories {@code step-<number>} on a file system. */
public final class FileCheckpoints implements LearnerCheckpoints {
    private static final Logger LOG = LoggerFactory.getLogger(FileCheckpoints.class);
    private static final int DIGITS = 12;

    private final NumberedDirectories directories;

    /** The newest {@code keep} checkpoints stay. */
    public FileCheckpoints(Path parent, int keep) {
        this(parent, SnapshotThinning.newest(keep));
    }

    /** Those checkpoints stay that {@code thinning} keeps. */
    public FileCheckpoints(Path parent, SnapshotThinning thinning) {
        this.directories = new NumberedDirectories(parent, "step-", DIGITS, thinning::kept);
    }

    @Override
    public void save(long step, Consumer<Path> writer) {
        directories.write(step, writer);
    }

    @Override
    public List<Path> newestFirst() {
        return directories.newestFirst().stream().filter(this::usable).toList();
    }

    /** All checkpoints that lie there, damaged ones too, newest first. Reads every file. */
    public List<SnapshotInfo> describe() {
        return directories.newestFirst().stream().map(this::describe).toList();
    }

    private SnapshotInfo describe(Path directory) {
        boolean intact = SealedDirectory.intact(directory);
        String configHash = intact ? EngineStateFile.read(directory).configHash() : "";
        return new SnapshotInfo(
                directories.number(directory).orElseThrow(),
                directory,
                SealedDirectory.bytes(directory),
                intact,
                configHash);
    }

    /**
     * Takes over a copy of the newest intact checkpoint of {@code other} that is not after {@code step}.
     *
     * @return its step; empty when there is none
     */
    public OptionalLong adopt(FileCheckpoints other, long step) {
        for (Path directory : other.directories.newestFirst()) {
            long found = other.directories.number(directory).orElseThrow();
            if (found <= step && other.usable(directory)) {
                save(found, target -> SealedDirectory.copyContents(directory, target));
                return OptionalLong.of(found);
            }
        }
        return OptionalLong.empty();
    }

    private boolean usable(Path directory) {
        boolean intact = SealedDirectory.intact(directory);
        if (!intact) {
            LOG.atWarn().addKeyValue("checkpoint", directory).log("checkpoint is damaged and is passed over");
        }
        return intact;
    }
}
