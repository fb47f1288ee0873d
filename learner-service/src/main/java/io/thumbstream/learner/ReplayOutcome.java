package io.thumbstream.learner;

import io.thumbstream.learner.engine.Replay;
import java.nio.file.Path;
import java.util.List;

/**
 * What a replay rebuilt.
 *
 * @param result steps applied and digests compared
 * @param versions versions whose weights file was compared
 * @param differing those of them whose digest is not the announced one
 * @param directory holds the weights reached
 * @param sha256 digest of their file
 */
public record ReplayOutcome(Replay.Result result, long versions, List<Long> differing, Path directory, String sha256) {
    public ReplayOutcome {
        differing = List.copyOf(differing);
    }
}
