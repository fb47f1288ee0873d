package io.thumbstream.learner.engine;

import java.nio.file.Path;
import java.util.List;
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

    private boolean usable(Path directory) {
        boolean intact = SealedDirectory.intact(directory);
        if (!intact) {
            LOG.atWarn().addKeyValue("checkpoint", directory).log("checkpoint is damaged and is passed over");
        }
        return intact;
    }
}
