package io.thumbstream.generator.schedule;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which offsets may be committed while prompts finish in any order: per partition, everything below the oldest one that
 * is still in work. Not thread-safe.
 */
public final class OffsetTracker {
    private final Map<Integer, Partition> partitions = new HashMap<>();

    private static final class Partition {
        final TreeSet<Long> inWork = new TreeSet<>();
        long next;
        long committed = -1;

        long low() {
            return inWork.isEmpty() ? next : inWork.first();
        }
    }

    /** A record was read and is in work. */
    public void begin(Position position) {
        Partition partition = partitions.computeIfAbsent(position.partition(), p -> new Partition());
        partition.inWork.add(position.offset());
        partition.next = Math.max(partition.next, position.offset() + 1);
    }

    /** A record needs no more work; unknown ones are ignored, as those of a partition that was taken away. */
    public void finish(Position position) {
        Partition partition = partitions.get(position.partition());
        if (partition != null) {
            partition.inWork.remove(position.offset());
        }
    }

    /** Offset to commit per partition, only where it moved since {@link #committed}. */
    public Map<Integer, Long> committable() {
        Map<Integer, Long> result = new HashMap<>();
        partitions.forEach((number, partition) -> {
            if (partition.low() > partition.committed) {
                result.put(number, partition.low());
            }
        });
        return result;
    }

    /** These offsets were committed. */
    public void committed(Map<Integer, Long> offsets) {
        offsets.forEach((number, offset) -> {
            Partition partition = partitions.get(number);
            if (partition != null) {
                partition.committed = Math.max(partition.committed, offset);
            }
        });
    }

    /** The partition belongs to somebody else now. */
    public void forget(int partition) {
        partitions.remove(partition);
    }

    /** Records in work over all partitions. */
    public int inWork() {
        return partitions.values().stream().mapToInt(p -> p.inWork.size()).sum();
    }
}
