package io.thumbstream.launcher.bench.ingest;

import java.util.BitSet;

/**
 * What became of every vote, by its number: accepted, stored, counted in a label. Five bits each, so that millions fit. Safe for
 * use by several threads.
 */
final class VoteLedger {
    private final BitSet accepted = new BitSet();
    private final BitSet stored = new BitSet();
    private final BitSet storedAgain = new BitSet();
    private final BitSet counted = new BitSet();
    private final BitSet countedAgain = new BitSet();

    /** Its sender was told that it is accepted. */
    synchronized void accept(long number) {
        accepted.set(Math.toIntExact(number));
    }

    /** A record in the feedback topic says it. */
    synchronized void store(long number) {
        note(stored, storedAgain, number);
    }

    /** A label was made of it. */
    synchronized void count(long number) {
        note(counted, countedAgain, number);
    }

    private static void note(BitSet once, BitSet again, long number) {
        int index = Math.toIntExact(number);
        if (once.get(index)) {
            again.set(index);
        } else {
            once.set(index);
        }
    }

    synchronized long accepted() {
        return accepted.cardinality();
    }

    /** Accepted and not in the topic. */
    synchronized long notStored() {
        return without(accepted, stored);
    }

    /** In the topic more than once: sent again because the acknowledgement was lost. */
    synchronized long storedTwice() {
        return storedAgain.cardinality();
    }

    /** Accepted and in no label. */
    synchronized long notCounted() {
        return without(accepted, counted);
    }

    /** In more than one label. */
    synchronized long countedTwice() {
        return countedAgain.cardinality();
    }

    /** In a label at least once. */
    synchronized long counted() {
        return counted.cardinality();
    }

    private static long without(BitSet all, BitSet found) {
        BitSet rest = (BitSet) all.clone();
        rest.andNot(found);
        return rest.cardinality();
    }
}
