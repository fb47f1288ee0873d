package io.thumbstream.generator.schedule;

import io.thumbstream.runtime.random.SeededRandom;

/** Random streams of a group: the same group id, or the same caller's seed, always gives the same ones. */
final class Seeds {
    private static final int BITS = 53;

    private final SeededRandom group;

    Seeds(SeededRandom service, PromptJob job) {
        group = job.seed() == 0
                ? service.child("group").child(job.groupId())
                : new SeededRandom(job.seed()).child("caller");
    }

    /** Seed of the answer at this index, of 53 bits: readers of the topic whose only numbers are doubles can hold it. */
    long answer(int index) {
        return group.child(index).key() >>> (Long.SIZE - BITS);
    }

    /** Seed of the answer numbered {@code number}, from 0, of the policy that learning began with; the same whatever the size of the group. */
    long start(int number) {
        return group.child("start").child(number).key() >>> (Long.SIZE - BITS);
    }

    /** Stream for the explorer. */
    SeededRandom explorer() {
        return group.child("explore");
    }
}
