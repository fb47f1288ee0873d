package io.thumbstream.learner.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Two topics as one input: a small one beside the main one, which alone is waited for.
 *
 * <p>In which order their records come does not matter to a learner that is told by its steps which of them to use. Owned by the learner's
 * thread.
 */
public final class MergedSource<T> implements InputSource<T> {
    private final InputSource<T> main;
    private final InputSource<T> side;
    private final InputLookup<T> lookup;
    private boolean there;

    /**
     * Both together.
     *
     * @param topic that of {@code side}; where it does not exist, as in systems of an early release, there is only {@code main}
     */
    public MergedSource(InputSource<T> main, String topic, InputSource<T> side) {
        this.main = main;
        this.side = side;
        this.lookup = new MergedLookup<>(main, topic, side);
    }

    @Override
    public void seek(Map<Partition, Long> positions) {
        main.seek(positions);
        side.seek(positions);
        there = !side.positions().isEmpty();
    }

    @Override
    public List<InputRecord<T>> poll(Duration timeout) {
        List<InputRecord<T>> records = new ArrayList<>();
        if (there) {
            records.addAll(side.poll(Duration.ZERO));
        }
        records.addAll(main.poll(records.isEmpty() ? timeout : Duration.ZERO));
        return records;
    }

    @Override
    public Map<Partition, Long> positions() {
        Map<Partition, Long> positions = new TreeMap<>(main.positions());
        positions.putAll(side.positions());
        return positions;
    }

    @Override
    public boolean reads(Partition partition) {
        return main.reads(partition) || side.reads(partition);
    }

    @Override
    public Map<Position, InputRecord<T>> read(Collection<Position> positions) {
        return lookup.read(positions);
    }

    @Override
    public Set<Position> erased(Collection<Position> positions) {
        return lookup.erased(positions);
    }

    @Override
    public void close() {
        try {
            main.close();
        } finally {
            side.close();
        }
    }
}
