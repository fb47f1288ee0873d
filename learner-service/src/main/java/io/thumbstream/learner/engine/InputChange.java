package io.thumbstream.learner.engine;

import java.util.Optional;

/** What is made of a recorded input before a step takes it once more. */
@FunctionalInterface
public interface InputChange<T> {
    /**
     * The input in place of {@code record}, at the same place and under the same id; {@code record} itself where nothing changes,
     * empty to leave it out.
     */
    Optional<InputRecord<T>> of(InputRecord<T> record);

    /** Every input as it was. */
    static <T> InputChange<T> none() {
        return Optional::of;
    }
}
