package io.thumbstream.launcher.votes;

import java.nio.file.Path;
import java.util.OptionalLong;

/** Starts a whole system in this process, without simulated users. */
@FunctionalInterface
public interface SystemStarter {
    /**
     * A system that is ready to take votes; closing it ends it.
     *
     * @param dataDir where it keeps topics, models and state
     * @param seed root of all randomness, if one was given
     */
    RunningSystem start(Path dataDir, OptionalLong seed);
}
