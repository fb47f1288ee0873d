package io.thumbstream.model.ngram;

/** Deterministic 64-bit hashing of texts, the same on every machine (FNV-1a with a final mix). */
final class Hashing {
    static final long START = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;

    private Hashing() {}

    /** Extends a hash by one UTF-16 unit. */
    static long next(long hash, char c) {
        return (hash ^ c) * PRIME;
    }

    /** Spreads the bits of a finished hash. */
    static long finish(long hash) {
        long z = hash;
        z = (z ^ (z >>> 32)) * 0xD6E8FEB86659FD93L;
        z = (z ^ (z >>> 32)) * 0xD6E8FEB86659FD93L;
        return z ^ (z >>> 32);
    }

    static long of(String text) {
        long hash = START;
        for (int i = 0; i < text.length(); i++) {
            hash = next(hash, text.charAt(i));
        }
        return finish(hash);
    }

    /** Hash of an ordered pair. */
    static long pair(long first, long second) {
        return finish(first * 31 + Long.rotateLeft(second, 23) + 0x9E3779B97F4A7C15L);
    }
}
