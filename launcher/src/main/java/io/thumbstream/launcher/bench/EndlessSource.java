package io.thumbstream.launcher.bench;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.InputSource;
import io.thumbstream.learner.engine.Partition;
import io.thumbstream.learner.engine.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** New records without end, as many as a step takes at each poll; lies in memory. */
final class EndlessSource<T> implements InputSource<T> {
    private static final int PARTITIONS = 4;

    private final String topic;
    private final int perPoll;
    private final Values<T> values;
    private long next;

    /** What the records hold. */
    @FunctionalInterface
    interface Values<T> {
        /** The value of record {@code index}, which is about {@code id}. */
        T at(long index, String id);
    }

    /**
     * Records of a topic.
     *
     * @param topic where they are said to lie
     * @param perPoll records of each poll, at least 1
     */
    EndlessSource(String topic, int perPoll, Values<T> values) {
        this.topic = topic;
        this.perPoll = perPoll;
        this.values = values;
    }

    @Override
    public List<InputRecord<T>> poll(Duration timeout) {
        List<InputRecord<T>> records = new ArrayList<>();
        for (int i = 0; i < perPoll; i++) {
            String id = "record-" + next;
            Position place = new Position(topic, (int) (next % PARTITIONS), next / PARTITIONS);
            records.add(new InputRecord<>(place, id, 1, values.at(next, id)));
            next++;
        }
        return records;
    }

    @Override
    public Map<Partition, Long> positions() {
        Map<Partition, Long> positions = new TreeMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            positions.put(new Partition(topic, partition), (next + PARTITIONS - 1 - partition) / PARTITIONS);
        }
        return positions;
    }

    @Override
    public void seek(Map<Partition, Long> positions) {
        if (!positions.isEmpty()) {
            throw new IllegalStateException("records of a benchmark begin at their beginning, not at " + positions);
        }
    }

    @Override
    public Map<Position, InputRecord<T>> read(Collection<Position> positions) {
        if (!positions.isEmpty()) {
            throw new IllegalStateException("records of a benchmark are not read again");
        }
        return Map.of();
    }

    @Override
    public void close() {}
}
