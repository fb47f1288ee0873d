package io.thumbstream.launcher.dlq.wire;

import io.thumbstream.lab.trace.Position;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics as bytes: everything that was written when the reading began and is committed. What lies in an open transaction is
 * waited for. Not thread-safe.
 */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    /** Longer than an open transaction of a client that is gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String ANSWER_WITHIN_MILLIS = "15000";

    private final KafkaSettings kafka;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * What there is of a partition.
     *
     * @param first first offset that is left
     * @param end offset behind the last
     */
    public record Bounds(long first, long end) {
        static final Bounds NONE = new Bounds(0, 0);

        long size() {
            return end - first;
        }
    }

    /** Opens a reader; nothing is asked yet. */
    public TopicReader(KafkaSettings kafka) {
        this.kafka = kafka;
        this.consumer = consumer("read_committed");
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        Map<String, Object> settings = ClientSettings.reader(kafka, "thumbstream-dlq");
        settings.put("isolation.level", isolation);
        settings.putIfAbsent("default.api.timeout.ms", ANSWER_WITHIN_MILLIS);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Names of all topics.
     *
     * @throws ConfigException when no broker answers
     */
    public Set<String> names() {
        try {
            return new TreeSet<>(consumer.listTopics().keySet());
        } catch (TimeoutException e) {
            throw new ConfigException("no broker answers at " + kafka.bootstrapServers() + " (" + e.getMessage()
                    + "); check the address, and that the system runs");
        }
    }

    /**
     * Makes sure that {@code topic} exists.
     *
     * @throws ConfigException when it does not, or no broker answers
     */
    public void require(String topic) {
        if (!names().contains(topic)) {
            throw new ConfigException("there is no topic " + topic + " at " + kafka.bootstrapServers()
                    + "; is that a Thumbstream, and was it started before?");
        }
    }

    /** What there is of each partition of {@code topic}, which exists. */
    public Map<Integer, Bounds> bounds(String topic) {
        try (KafkaConsumer<byte[], byte[]> uncommitted = consumer("read_uncommitted")) {
            List<TopicPartition> partitions = uncommitted.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Map<TopicPartition, Long> beginnings = uncommitted.beginningOffsets(partitions);
            Map<Integer, Bounds> bounds = new TreeMap<>();
            uncommitted
                    .endOffsets(partitions)
                    .forEach((partition, end) ->
                            bounds.put(partition.partition(), new Bounds(beginnings.getOrDefault(partition, 0L), end)));
            return bounds;
        }
    }

    /** How many offsets {@link #read} passes when it reads everything. */
    public long size(String topic) {
        return bounds(topic).values().stream().mapToLong(Bounds::size).sum();
    }

    /** Hands everything in {@code topic} to {@code sink}, in the order of each partition. */
    public void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> sink, LongConsumer passed) {
        Map<Integer, Bounds> bounds = bounds(topic);
        Map<Integer, Long> from = new HashMap<>();
        bounds.forEach((partition, found) -> from.put(partition, found.first()));
        read(topic, from, bounds, sink, passed);
    }

    /**
     * Hands what lies between two offsets to {@code sink}.
     *
     * @param from first offset to read in each partition to be read
     * @param bounds see {@link #bounds}; nothing behind their end is read
     * @param passed told the number of offsets passed, again and again
     * @throws TransientException when a transaction stays open
     */
    void read(
            String topic,
            Map<Integer, Long> from,
            Map<Integer, Bounds> bounds,
            Consumer<ConsumerRecord<byte[], byte[]>> sink,
            LongConsumer passed) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        from.keySet()
                .forEach(partition -> ends.put(
                        new TopicPartition(topic, partition),
                        bounds.getOrDefault(partition, Bounds.NONE).end()));
        consumer.assign(ends.keySet());
        from.forEach((partition, offset) -> consumer.seek(new TopicPartition(topic, partition), offset));
        long start = from.values().stream().mapToLong(Long::longValue).sum();
        long reached = start;
        long since = System.nanoTime();
        while (!ended(ends)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < ends.getOrDefault(partition(record), 0L)) {
                    sink.accept(record);
                }
            }
            long now = ends.keySet().stream().mapToLong(consumer::position).sum();
            since = now > reached ? System.nanoTime() : since;
            reached = now;
            passed.accept(reached - start);
            requireProgress(topic, since);
        }
    }

    private boolean ended(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static void requireProgress(String topic, long since) {
        if (System.nanoTime() - since > PATIENCE.toNanos()) {
            throw new TransientException(
                    "nothing more of " + topic + " could be read for " + PATIENCE.toSeconds()
                            + " s, and it has not ended: a transaction in it stays open, or its broker is gone; try again later");
        }
    }

    /**
     * The record at one place.
     *
     * @throws ConfigException when there is none, with the reason
     */
    public ConsumerRecord<byte[], byte[]> one(Position at) {
        Map<Integer, Bounds> all = bounds(at.topic());
        Bounds bounds = all.get(at.partition());
        if (bounds == null) {
            throw new ConfigException(at.topic() + " has no partition " + at.partition() + "; it has " + all.keySet());
        }
        if (at.offset() < bounds.first()) {
            throw new ConfigException("offset " + at.offset() + " of " + at.topic() + ", partition " + at.partition()
                    + " is gone through retention; the oldest that is left is " + bounds.first());
        }
        if (at.offset() >= bounds.end()) {
            throw new ConfigException("offset " + at.offset() + " of " + at.topic() + ", partition " + at.partition()
                    + " is not written yet; the next to be written is " + bounds.end());
        }
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        read(
                at.topic(),
                Map.of(at.partition(), at.offset()),
                Map.of(at.partition(), new Bounds(at.offset(), at.offset() + 1)),
                found::add,
                passed -> {});
        if (found.isEmpty()) {
            throw new ConfigException(
                    "at offset " + at.offset() + " of " + at.topic() + ", partition " + at.partition()
                            + " lies the mark of a transaction, not a letter; thumbstream dlq list --letters names the letters");
        }
        return found.get(0);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
