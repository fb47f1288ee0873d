package io.thumbstream.learner.engine;

/**
 * One consumed record: where it lies, what it is about, and its decoded value.
 *
 * @param position place in the topic
 * @param id label id or group id
 * @param revision from 1; a higher revision of the same id replaces a lower one
 * @param value decoded record, immutable
 */
public record InputRecord<T>(Position position, String id, int revision, T value) {
    /** The same record as if it had said something else. */
    public InputRecord<T> withValue(T other) {
        return new InputRecord<>(position, id, revision, other);
    }
}
