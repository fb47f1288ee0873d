package io.thumbstream.learner.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records of a topic that is not read: none arrives, and those that logged steps name are found by their places.
 *
 * @param lookup finds them; stays its owner's to close
 */
public record LookupSource<T>(InputLookup<T> lookup) implements InputSource<T> {
    @Override
    public List<InputRecord<T>> poll(Duration timeout) {
        return List.of();
    }

    @Override
    public Map<Partition, Long> positions() {
        return Map.of();
    }

    @Override
    public boolean reads(Partition partition) {
        return false;
    }

    @Override
    public void seek(Map<Partition, Long> positions) {}

    @Override
    public Map<Position, InputRecord<T>> read(Collection<Position> positions) {
        return lookup.read(positions);
    }

    @Override
    public Set<Position> erased(Collection<Position> positions) {
        return lookup.erased(positions);
    }

    @Override
    public void close() {}
}
