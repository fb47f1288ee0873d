package io.thumbstream.runtime.random;

import java.nio.charset.StandardCharsets;

/** Fixed hashes for seeds and streams: equal values give equal numbers on every machine and for ever. Nothing is secret in them. */
public final class Hashes {
    /** Odd part of the golden ratio, by which seeds that follow each other are kept apart. */
    public static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private Hashes() {}

    /** The finaliser of SplitMix64: numbers that differ in one bit become numbers that differ in about half of theirs. */
    public static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The 64-bit FNV-1a hash of the UTF-8 form of {@code text}. */
    public static long of(String text) {
        long hash = FNV_OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }
}
