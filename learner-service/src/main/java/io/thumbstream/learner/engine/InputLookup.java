package io.thumbstream.learner.engine;

import java.util.Collection;
import java.util.Map;

/** Reads records again by their exact positions. */
@FunctionalInterface
public interface InputLookup<T> {
    /** The records at {@code positions}; those that retention has removed, or that cannot be decoded, are missing. */
    Map<Position, InputRecord<T>> read(Collection<Position> positions);
}
