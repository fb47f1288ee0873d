package io.thumbstream.learner.wire;

import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer outside any group that reads stretches of partitions: from a place to a place. */
final class RawReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Clock clock;

    RawReader(KafkaSettings kafka, String clientId, Clock clock) {
        this.clock = clock;
        this.consumer = consumer(kafka, clientId);
    }

    static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings kafka, String clientId) {
        return new KafkaConsumer<>(
                ClientSettings.reader(kafka, clientId), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Whether there is a topic of that name. */
    boolean has(String topic) {
        return !consumer.partitionsFor(topic).isEmpty();
    }

    /** First offset that is not committed yet. */
    long end(TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    /** Hands over the committed records with offsets in {@code [from, end)}; those that retention removed are missing. */
    void read(TopicPartition partition, long from, long end, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        consumer.assign(List.of(partition));
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(List.of(partition));
        consumer.seek(partition, Math.max(from, beginnings.getOrDefault(partition, 0L)));
        Instant deadline = Instant.MAX;
        while (consumer.position(partition) < end) {
            // a clock that was set back must not lengthen the wait
            Instant latest = clock.instant().plus(PATIENCE);
            deadline = latest.isBefore(deadline) ? latest : deadline;
            long before = consumer.position(partition);
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                if (record.offset() < end) {
                    action.accept(record);
                }
            }
            if (consumer.position(partition) > before) {
                deadline = clock.instant().plus(PATIENCE);
            } else if (clock.instant().isAfter(deadline)) {
                throw new TransientException("No progress for " + PATIENCE.toSeconds() + " s in " + partition + " at "
                        + before + " of " + end + "; check that the brokers are up");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
