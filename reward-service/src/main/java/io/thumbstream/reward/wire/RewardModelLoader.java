package io.thumbstream.reward.wire;

import io.thumbstream.reward.head.RewardModel;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a published reward model from its directory. */
@FunctionalInterface
public interface RewardModelLoader {

    /**
     * Loads a version whose description has the published digest; that the weights are those described is this loader's
     * to check.
     *
     * @throws IOException when a file is missing, damaged or of an unknown kind
     */
    RewardModel load(Path directory, String name, long version) throws IOException;
}
