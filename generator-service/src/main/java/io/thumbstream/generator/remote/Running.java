package io.thumbstream.generator.remote;

import io.thumbstream.model.sample.Generation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that has begun: what was sampled of it, and the call under way, when there is one. Owned by the sampler's thread. */
final class Running {
    private final Generation generation;
    private @Nullable Attempt attempt;
    private int failures;

    Running(Generation generation) {
        this.generation = generation;
    }

    String id() {
        return generation.request().id();
    }

    Generation generation() {
        return generation;
    }

    Optional<Attempt> attempt() {
        return Optional.ofNullable(attempt);
    }

    void begin(Attempt next) {
        attempt = next;
    }

    void end() {
        attempt = null;
    }

    /** Counts a failure and gives how many there were. */
    int failed() {
        return ++failures;
    }
}
