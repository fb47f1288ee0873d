package io.thumbstream.learner.engine;

import io.thumbstream.runtime.error.FatalException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Checkpoints of a learner whose past was rebuilt without somebody: none from before the rebuilt one is ever used, because the
 * steps before it are logged with records that must not count any more.
 */
public final class ErasedCheckpoints implements LearnerCheckpoints {
    private final LearnerCheckpoints live;
    private final LearnerCheckpoints rebuilt;

    /**
     * Checkpoints above a floor.
     *
     * @param live those of the learner
     * @param rebuilt the one that the newest erasure wrote
     */
    public ErasedCheckpoints(LearnerCheckpoints live, LearnerCheckpoints rebuilt) {
        this.live = live;
        this.rebuilt = rebuilt;
    }

    @Override
    public void save(long step, Consumer<Path> writer) {
        live.save(step, writer);
    }

    /** @throws FatalException when not even the rebuilt one is left */
    @Override
    public List<Path> newestFirst() {
        Path base = base();
        long step = EngineStateFile.read(base).step();
        List<Path> usable = new ArrayList<>(live.newestFirst().stream()
                .filter(directory -> EngineStateFile.read(directory).step() > step)
                .toList());
        usable.add(base);
        return usable;
    }

    @Override
    public long floor() {
        return EngineStateFile.read(base()).step();
    }

    private Path base() {
        return rebuilt.newestFirst().stream()
                .findFirst()
                .orElseThrow(
                        () -> new FatalException(
                                "The checkpoint that an erasure left is damaged or gone, and older"
                                        + " ones hold what was erased; run the erasure again, which rebuilds it from the topics"));
    }
}
