package io.thumbstream.runtime.random;

/**
 * Counter-based random stream: the n-th number is a pure function of {@code (key, n)}.
 *
 * <p>{@code next = mix(key + golden * counter)} with the finaliser of SplitMix64 applied twice. The whole state is the pair
 * {@code (key, counter)}, so that a checkpoint stores two longs. Children are derived from the key alone: drawing numbers never
 * changes a child, and adding a child never changes the parent.
 *
 * <p>Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014. Not thread-safe: one
 * thread owns one stream.
 */
public final class SeededRandom {
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    private final long key;
    private long counter;

    private SeededRandom(long key, long counter) {
        this.key = key;
        this.counter = counter;
    }

    /** Root stream of a seed; equal seeds give equal streams on every machine. */
    public SeededRandom(long seed) {
        this(Hashes.mix(seed + Hashes.GOLDEN_GAMMA), 0);
    }

    /** Stream with exactly this state, as read from {@link #key()} and {@link #counter()}. */
    public static SeededRandom restore(long key, long counter) {
        return new SeededRandom(key, counter);
    }

    /** Independent stream named {@code name}; the same name always gives the same stream. */
    public SeededRandom child(String name) {
        return child(Hashes.of(name));
    }

    /** Independent stream numbered {@code index}. */
    public SeededRandom child(long index) {
        return new SeededRandom(Hashes.mix(Hashes.mix(key ^ Hashes.GOLDEN_GAMMA) + Hashes.mix(index)), 0);
    }

    /** Identity of the stream. */
    public long key() {
        return key;
    }

    /** How many 64-bit words have been drawn. */
    public long counter() {
        return counter;
    }

    /** Uniform over all 64-bit values. */
    public long nextLong() {
        counter++;
        return Hashes.mix(Hashes.mix(key + Hashes.GOLDEN_GAMMA * counter));
    }

    /** Uniform in {@code [0, 1)} with 53 bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * DOUBLE_UNIT;
    }

    /** True with probability one half. */
    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /**
     * Uniform in {@code [0, bound)} without bias.
     *
     * @throws IllegalArgumentException when {@code bound} is not positive
     */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound is " + bound + "; give a positive bound");
        }
        while (true) {
            long word = nextLong() >>> 32;
            long product = word * bound;
            if ((product & 0xFFFFFFFFL) >= (1L << 32) % bound) {
                return (int) (product >>> 32);
            }
        }
    }

    /** Normal with mean 0 and standard deviation 1 (Box-Muller; two words per number, the same bits on every machine). */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
    }

    /** Fisher-Yates shuffle in place. */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }

    @Override
    public String toString() {
        return "SeededRandom[key=" + key + ", counter=" + counter + "]";
    }
}
