package io.thumbstream.model.ngram;

/** Open-addressing set of hashes, sized once. */
final class LongSet {
    private final long[] slots;
    private boolean hasZero;

    LongSet(int expected) {
        slots = new long[Math.max(4, Integer.highestOneBit(Math.max(1, expected)) * 4)];
    }

    /** Adds a hash; true when it was not there. */
    boolean add(long hash) {
        if (hash == 0) {
            boolean added = !hasZero;
            hasZero = true;
            return added;
        }
        int mask = slots.length - 1;
        int at = (int) (hash >>> 17) & mask;
        while (slots[at] != 0) {
            if (slots[at] == hash) {
                return false;
            }
            at = (at + 1) & mask;
        }
        slots[at] = hash;
        return true;
    }
}
