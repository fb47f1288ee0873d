package io.thumbstream.learner.wire;

import java.util.Optional;

/**
 * Turns a decoded record into what a learner learns from.
 *
 * @param <A> record as it is on the wire
 * @param <T> what the learner takes
 */
public interface RecordTranslator<A, T> {
    /** What identifies a record. */
    record Translated<T>(String id, int revision, T value) {}

    /**
     * The learner's view of {@code record}, empty when there is nothing to learn in it.
     *
     * @throws IllegalArgumentException when the record contradicts itself; it then goes to the dead letters
     */
    Optional<Translated<T>> translate(A record);
}
