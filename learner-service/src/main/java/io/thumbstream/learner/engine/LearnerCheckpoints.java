package io.thumbstream.learner.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Keeps the checkpoints of one learner. A checkpoint becomes visible as a whole or not at all. */
public interface LearnerCheckpoints {
    /** Writes the checkpoint of {@code step}: {@code writer} fills an empty directory, which then appears atomically. */
    void save(long step, Consumer<Path> writer);

    /** Directories of the checkpoints whose files are complete and unchanged, newest first. */
    List<Path> newestFirst();

    /** Step before which nothing may be rebuilt from the log alone, because somebody was erased; 0 when nobody was. */
    default long floor() {
        return 0;
    }
}
