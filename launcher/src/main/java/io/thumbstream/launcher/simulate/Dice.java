package io.thumbstream.launcher.simulate;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;

/** Draws of the kinds that schedules are made of. */
final class Dice {
    private final SeededRandom random;

    Dice(SeededRandom random) {
        this.random = random;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Uniform in {@code [from, to)}, microseconds or anything else. */
    long between(long from, long to) {
        return from + (long) (random.nextDouble() * (to - from));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Independent dice. */
    Dice child(String name) {
        return new Dice(random.child(name));
    }
}
