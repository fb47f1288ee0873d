package io.thumbstream.learner.engine;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Reads records again by their exact positions. */
@FunctionalInterface
public interface InputLookup<T> {
    /** The records at {@code positions}; those that retention has removed, or that cannot be decoded, are missing. */
    Map<Position, InputRecord<T>> read(Collection<Position> positions);

    /** Those of {@code positions} whose records are missing because the person in them was erased. */
    default Set<Position> erased(Collection<Position> positions) {
        return Set.of();
    }
}
