package io.thumbstream.learner.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A version of the model that others may load.
 *
 * @param version grows by one with each publication
 * @param parent version it was trained from
 * @param directory holds {@code model.safetensors} and what is needed to load it
 * @param sha256 digest of {@code model.safetensors}
 * @param step learner step after which it was taken
 * @param logPosition last training-log entry that is part of it
 */
public record PublishedVersion(
        String modelName,
        long version,
        long parent,
        Path directory,
        String sha256,
        long step,
        Optional<Position> logPosition,
        String configHash,
        Instant at) {}
