package io.thumbstream.learner.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the rebuilding of a learner without somebody begins, and why there.
 *
 * <p>A snapshot will do when the learner had taken in none of the touched records when it was written: neither its weights nor what
 * waited in its buffers can then hold anything of them, because both follow from the records before alone.
 *
 * @param snapshot directory of a kept snapshot of the run; empty for the weights before the first step
 * @param step last step in it; 0 for the weights before the first step
 * @param version newest version announced when it was written
 * @param digest sha256 of its weights
 * @param why in words
 */
public record RebuildStart(Optional<Path> snapshot, long step, long version, String digest, String why) {

    /** The weights before the first step, whose digest is {@code base}. */
    public static RebuildStart versionZero(String base, String why) {
        return new RebuildStart(Optional.empty(), 0, 0, base, why);
    }

    /**
     * The newest intact snapshot that holds none of the touched records, else the weights before the first step.
     *
     * @param kept snapshots of the run
     * @param configHash settings under which a snapshot must have been written
     * @param base digest of the weights before the first step
     */
    public static RebuildStart newest(LearnerCheckpoints kept, Touched touched, String configHash, String base) {
        int holding = 0;
        int otherwise = 0;
        for (Path directory : kept.newestFirst()) {
            EngineState state = EngineStateFile.read(directory);
            if (!state.configHash().equals(configHash)) {
                otherwise++;
            } else if (touched.behind(state.positions())) {
                return new RebuildStart(
                        Optional.of(directory),
                        state.step(),
                        state.version(),
                        state.digest(),
                        "newest kept snapshot before the first touched records: " + touched.words());
            } else {
                holding++;
            }
        }
        return versionZero(
                base,
                holding + otherwise == 0
                        ? "no intact snapshot is kept"
                        : "no kept snapshot will do: " + holding + " lie behind the first touched records ("
                                + touched.words() + "), " + otherwise + " were written under other settings");
    }
}
