package io.thumbstream.learner.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The stream of input records, read from chosen positions. Owned by the learner's thread. */
public interface InputSource<T> extends InputLookup<T>, AutoCloseable {
    /** The next records in arrival order, empty when none came within {@code timeout}. */
    List<InputRecord<T>> poll(Duration timeout);

    /** Offset of the next record to read, per partition. Advances past records that were not decodable. */
    Map<Partition, Long> positions();

    /** Whether records of the partition arrive here; what is committed for others is passed over. */
    default boolean reads(Partition partition) {
        return true;
    }

    /** Continues at {@code positions}; partitions that are not named start at their beginning. */
    void seek(Map<Partition, Long> positions);

    @Override
    void close();
}
