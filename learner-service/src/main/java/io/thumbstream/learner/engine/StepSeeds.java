package io.thumbstream.learner.engine;

import io.thumbstream.runtime.random.Hashes;

/** Seeds of steps: a fixed mixing of the root seed and the step number (finaliser of SplitMix64). */
public final class StepSeeds {
    private StepSeeds() {}

    /** Seed of {@code step}; neighbours differ in about half of their bits. */
    public static long of(long rootSeed, long step) {
        return Hashes.mix(Hashes.mix(rootSeed + Hashes.GOLDEN_GAMMA) + step * Hashes.GOLDEN_GAMMA);
    }
}
