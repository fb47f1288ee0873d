package io.thumbstream.model.random;

/**
 * Counter-based uniform numbers: draw {@code i} of a stream depends on its seed and {@code i} only.
 *
 * <p>{@code u = (mix64(mix64(seed) + (i + 1) golden) >>> 11 + 1/2) / 2^53}, the SplitMix64 finaliser of Steele, Lea and
 * Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014); ours keeps no state, so that a draw can be
 * repeated alone, and never gives 0 or 1, so that inverse-CDF sampling cannot pick a token of probability zero.
 */
public final class Uniforms {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final double UNIT = 0x1.0p-53;

    private Uniforms() {}

    /** Number {@code index} of stream {@code seed}, in the open interval (0, 1). */
    public static double at(long seed, long index) {
        long bits = mix(mix(seed) + (index + 1) * GOLDEN) >>> 11;
        return (bits + 0.5) * UNIT;
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
