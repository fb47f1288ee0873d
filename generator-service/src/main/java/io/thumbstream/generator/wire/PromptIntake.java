package io.thumbstream.generator.wire;

import io.thumbstream.generator.schedule.OffsetTracker;
import io.thumbstream.generator.schedule.Position;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.DeadLetters;
import io.thumbstream.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads raw prompts and commits their offsets once their work is done or they lie in the dead-letter topic.
 *
 * <p>Owned by one thread, except {@link #assigned()}.
 */
public final class PromptIntake {
    private static final Logger LOG = LoggerFactory.getLogger(PromptIntake.class);

    private final Consumer<byte[], byte[]> consumer;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final Duration commitInterval;
    private final OffsetTracker tracker = new OffsetTracker();
    private final Deque<ConsumerRecord<byte[], byte[]>> read = new ArrayDeque<>();
    private final List<Condemned> condemned = new ArrayList<>();
    private Instant nextCommit = Instant.MIN;
    private volatile boolean assigned;

    private record Condemned(ConsumerRecord<byte[], byte[]> record, String reason, Throwable cause) {}

    public PromptIntake(
            Consumer<byte[], byte[]> consumer, DeadLetters deadLetters, Clock clock, Duration commitInterval) {
        this.consumer = consumer;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.commitInterval = commitInterval;
    }

    /** @param onLost told each partition that is taken away, on the polling thread */
    public void start(IntConsumer onLost) {
        consumer.subscribe(List.of(Topics.PROMPTS.name()), new Listener(onLost));
    }

    /** Whether at least one partition was given to this service. */
    public boolean assigned() {
        return assigned;
    }

    /**
     * Reads what has arrived, waiting at most {@code timeout} for the first record.
     *
     * @param accept false only keeps the group membership alive
     */
    void poll(Duration timeout, boolean accept) {
        if (accept) {
            consumer.resume(consumer.paused());
        } else {
            consumer.pause(consumer.assignment());
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            tracker.begin(position(record));
            read.add(record);
        }
    }

    /** Oldest record that was not taken yet; stays until {@link #take}. */
    Optional<ConsumerRecord<byte[], byte[]>> peek() {
        return Optional.ofNullable(read.peek());
    }

    /** Removes the record of {@link #peek}. */
    void take() {
        read.remove();
    }

    /** Records read and not taken. */
    int waiting() {
        return read.size();
    }

    /** The prompt at this position needs no more work. */
    void finish(Position position) {
        tracker.finish(position);
    }

    /** The record can never be worked on: it goes to the dead-letter topic, and is finished once it lies there. */
    void condemn(ConsumerRecord<byte[], byte[]> record, String reason, Throwable cause) {
        condemned.add(new Condemned(record, reason, cause));
        deadLetters.send(record, "generator", reason, cause);
    }

    /** Commits finished offsets when it is time. */
    void commitWhenDue() {
        Instant now = clock.instant();
        if (now.isBefore(nextCommit)) {
            return;
        }
        nextCommit = now.plus(commitInterval);
        flushDeadLetters();
        Map<Integer, Long> offsets = tracker.committable();
        if (!offsets.isEmpty()) {
            consumer.commitAsync(metadata(offsets), (committed, failure) -> {
                if (failure == null) {
                    tracker.committed(offsets);
                } else {
                    LOG.atWarn()
                            .addKeyValue("cause", String.valueOf(failure.getMessage()))
                            .log("offsets were not committed; the next commit repeats them");
                }
            });
        }
    }

    /** Commits finished offsets now. */
    void commitNow() {
        flushDeadLetters();
        Map<Integer, Long> offsets = tracker.committable();
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(metadata(offsets));
            tracker.committed(offsets);
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("offsets were not committed; the prompts will be answered again");
        }
    }

    static Position position(ConsumerRecord<byte[], byte[]> record) {
        return new Position(record.partition(), record.offset());
    }

    private void flushDeadLetters() {
        if (condemned.isEmpty()) {
            return;
        }
        try {
            deadLetters.flush();
            condemned.forEach(c -> tracker.finish(position(c.record())));
            condemned.clear();
        } catch (TransientException e) {
            LOG.atWarn().addKeyValue("cause", String.valueOf(e.getMessage())).log("dead letters are sent again");
            condemned.forEach(c -> deadLetters.send(c.record(), "generator", c.reason(), c.cause()));
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> metadata(Map<Integer, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> result = new HashMap<>();
        offsets.forEach((partition, offset) ->
                result.put(new TopicPartition(Topics.PROMPTS.name(), partition), new OffsetAndMetadata(offset)));
        return result;
    }

    private void lose(Collection<TopicPartition> partitions, IntConsumer onLost) {
        for (TopicPartition partition : partitions) {
            int number = partition.partition();
            read.removeIf(record -> record.partition() == number);
            condemned.removeIf(c -> c.record().partition() == number);
            tracker.forget(number);
            onLost.accept(number);
        }
        assigned = !consumer.assignment().isEmpty() && !partitions.containsAll(consumer.assignment());
    }

    /** Follows the partitions that the group gives and takes. */
    private final class Listener implements ConsumerRebalanceListener {
        private final IntConsumer onLost;

        Listener(IntConsumer onLost) {
            this.onLost = onLost;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned = assigned || !partitions.isEmpty();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commitNow();
            lose(partitions, onLost);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lose(partitions, onLost);
        }
    }
}
