package io.thumbstream.learner.engine;

import io.thumbstream.runtime.error.TransientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Hands records from the source to the learner and knows how far it has handed them.
 *
 * <p>During recovery it stops exactly at logged positions; what was read beyond them waits for the next call. Positions of topics that the source does
 * not read are neither waited for nor kept, so that a topic which is read again some day is read from its beginning.
 */
final class Intake<T> {
    private final InputSource<T> source;
    private final Consumer<InputRecord<T>> target;
    private final Clock clock;
    private final Map<Partition, Long> accepted = new TreeMap<>();
    private final Deque<InputRecord<T>> waiting = new ArrayDeque<>();

    Intake(InputSource<T> source, Consumer<InputRecord<T>> target, Clock clock) {
        this.source = source;
        this.target = target;
        this.clock = clock;
    }

    /** Offset of the next record to accept, per partition that delivered or was restored. */
    Map<Partition, Long> positions() {
        return Map.copyOf(accepted);
    }

    void startAt(Map<Partition, Long> positions) {
        waiting.clear();
        accepted.clear();
        accepted.putAll(read(positions));
        source.seek(positions);
    }

    private Map<Partition, Long> read(Map<Partition, Long> positions) {
        Map<Partition, Long> read = new TreeMap<>(positions);
        read.keySet().removeIf(in -> !source.reads(in));
        return read;
    }

    /** Accepts what is waiting, else what arrives within {@code timeout}; returns how many. */
    int drain(Duration timeout) {
        if (waiting.isEmpty()) {
            waiting.addAll(source.poll(timeout));
        }
        int count = waiting.size();
        while (!waiting.isEmpty()) {
            accept(waiting.remove());
        }
        return count;
    }

    /** Accepts records until every partition of {@code logged} that is read has reached its offset, and none beyond. */
    void drainUpTo(Map<Partition, Long> logged, Duration pollTimeout, Duration limit) {
        Map<Partition, Long> goal = read(logged);
        Instant deadline = Instant.MAX;
        acceptBelow(goal);
        while (!reached(goal)) {
            // a clock that was set back must not lengthen the wait
            Instant latest = clock.instant().plus(limit);
            deadline = latest.isBefore(deadline) ? latest : deadline;
            int before = waiting.size();
            waiting.addAll(source.poll(pollTimeout));
            if (waiting.size() == before && clock.instant().isAfter(deadline)) {
                throw new TransientException("Recovery waited " + limit + " for input records up to " + goal
                        + " and has " + accepted + "; check that the input topics are reachable and are those of this"
                        + " learner. thumbstream doctor says what they still hold");
            }
            acceptBelow(goal);
        }
    }

    private void acceptBelow(Map<Partition, Long> goal) {
        Deque<InputRecord<T>> later = new ArrayDeque<>();
        while (!waiting.isEmpty()) {
            InputRecord<T> record = waiting.remove();
            Long end = goal.get(record.position().in());
            if (end != null && record.position().offset() < end) {
                accept(record);
            } else {
                later.add(record);
            }
        }
        waiting.addAll(later);
    }

    /** A partition is done when its last record was accepted, or when the source has passed the place. */
    private boolean reached(Map<Partition, Long> goal) {
        Map<Partition, Long> read = source.positions();
        return goal.entrySet().stream().allMatch(end -> {
            long here = Math.max(accepted.getOrDefault(end.getKey(), 0L), read.getOrDefault(end.getKey(), 0L));
            return here >= end.getValue();
        });
    }

    private void accept(InputRecord<T> record) {
        accepted.put(record.position().in(), record.position().offset() + 1);
        target.accept(record);
    }
}
