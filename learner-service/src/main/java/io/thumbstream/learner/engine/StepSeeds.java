package io.thumbstream.learner.engine;

/** Seeds of steps: a fixed mixing of the root seed and the step number (finaliser of SplitMix64). */
public final class StepSeeds {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private StepSeeds() {}

    /** Seed of {@code step}; neighbours differ in about half of their bits. */
    public static long of(long rootSeed, long step) {
        long z = mix(rootSeed + GOLDEN_GAMMA) + step * GOLDEN_GAMMA;
        return mix(z);
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
