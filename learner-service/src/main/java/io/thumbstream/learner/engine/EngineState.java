package io.thumbstream.learner.engine;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a checkpoint says about the engine: how far the log was applied and how far the input was read.
 *
 * @param step last applied step; 0 before the first
 * @param version newest published version
 * @param publishedStep step after which that version was taken
 * @param positions offset of the next record to accept, per partition
 * @param logPosition last applied entry of the training log
 * @param configHash configuration under which it was written
 * @param digest sha256 of the weights
 * @param origin from what it was made
 */
record EngineState(
        long step,
        long version,
        long publishedStep,
        Map<Partition, Long> positions,
        Optional<Position> logPosition,
        String configHash,
        String digest,
        Origin origin) {
    EngineState {
        positions = Collections.unmodifiableMap(new TreeMap<>(positions));
    }

    /** A state that does not say from what it was made. */
    EngineState(
            long step,
            long version,
            long publishedStep,
            Map<Partition, Long> positions,
            Optional<Position> logPosition,
            String configHash,
            String digest) {
        this(step, version, publishedStep, positions, logPosition, configHash, digest, Origin.UNKNOWN);
    }
}
