package io.thumbstream.learner.engine;

import java.util.Comparator;

/** The exact place of one record. Ordered by topic, partition, offset. */
public record Position(String topic, int partition, long offset) implements Comparable<Position> {
    private static final Comparator<Position> ORDER = Comparator.comparing(Position::topic)
            .thenComparingInt(Position::partition)
            .thenComparingLong(Position::offset);

    /** The partition that holds the record. */
    public Partition in() {
        return new Partition(topic, partition);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
