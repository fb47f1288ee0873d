package io.thumbstream.learner.engine;

import java.util.Map;
import java.util.Optional;

/** Writes checkpoints of cores as the engine does, for tests that step a core themselves. */
public final class Snapshots {
    private Snapshots() {}

    /**
     * Writes one.
     *
     * @param base digest of the weights before the first step
     * @param logged place of the last applied entry
     * @param next place of the record that would be accepted next
     */
    public static void write(
            FileCheckpoints into,
            LearnerCore<?> core,
            long step,
            String configHash,
            String base,
            Position logged,
            Position next) {
        EngineState state = new EngineState(
                step,
                0,
                0,
                Map.of(next.in(), next.offset()),
                Optional.of(logged),
                configHash,
                core.digest(),
                new Origin("", base, Build.UNKNOWN));
        into.save(step, directory -> {
            core.snapshot(directory);
            EngineStateFile.write(state, directory);
        });
    }
}
