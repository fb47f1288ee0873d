package io.thumbstream.learner.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records of one topic through one lookup, of all others through another.
 *
 * @param main looks up everything else
 * @param topic whose records {@code side} looks up
 * @param side asked only for records of {@code topic}
 */
public record MergedLookup<T>(InputLookup<T> main, String topic, InputLookup<T> side) implements InputLookup<T> {
    @Override
    public Map<Position, InputRecord<T>> read(Collection<Position> positions) {
        List<Position> own = of(positions, false);
        List<Position> others = of(positions, true);
        Map<Position, InputRecord<T>> found = new HashMap<>();
        if (!own.isEmpty()) {
            found.putAll(main.read(own));
        }
        if (!others.isEmpty()) {
            found.putAll(side.read(others));
        }
        return found;
    }

    @Override
    public Set<Position> erased(Collection<Position> positions) {
        List<Position> own = of(positions, false);
        List<Position> others = of(positions, true);
        Set<Position> erased = new HashSet<>();
        if (!own.isEmpty()) {
            erased.addAll(main.erased(own));
        }
        if (!others.isEmpty()) {
            erased.addAll(side.erased(others));
        }
        return erased;
    }

    private List<Position> of(Collection<Position> positions, boolean aside) {
        List<Position> found = new ArrayList<>();
        for (Position position : positions) {
            if (position.topic().equals(topic) == aside) {
                found.add(position);
            }
        }
        return found;
    }
}
