package io.thumbstream.gateway.wire;

import io.thumbstream.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of some topics without a group, on a thread of its own, for ever.
 *
 * <p>Brokers that are not there yet, topics that are not there yet and a registry that does not answer are waited for; no
 * record is skipped for them.
 */
public final class TopicTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration JOIN = Duration.ofSeconds(5);
    private static final long RECENT_RECORDS = 2_000;

    /** What becomes of the records of one poll: called per record, then once at the end of the poll. */
    public interface Sink {
        /** Takes a record; may throw {@link RegistryUnavailableException} to get it again. */
        void accept(ConsumerRecord<byte[], byte[]> record);

        /** The records of this poll are complete. */
        void flush();
    }

    private final String name;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<String, StartAt> topics;
    private final Sink sink;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile boolean positioned;
    private volatile boolean caughtUp;
    private volatile Optional<Consumer<byte[], byte[]>> reading = Optional.empty();

    /**
     * A tail that is not started yet.
     *
     * @param consumers makes a consumer outside any group
     */
    public TopicTail(
            String name, Supplier<Consumer<byte[], byte[]>> consumers, Map<String, StartAt> topics, Sink sink) {
        this.name = name;
        this.consumers = consumers;
        this.topics = Map.copyOf(topics);
        this.sink = sink;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Starts to read. */
    public void start() {
        thread.start();
    }

    /** Whether it reads: every record from now on will be seen. */
    public boolean isReady() {
        return positioned;
    }

    /** Whether everything was read once that was there when it began. */
    public boolean hasCaughtUp() {
        return caughtUp;
    }

    /** Whether its thread lives. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        running = false;
        reading.ifPresent(Consumer::wakeup); // else it waits a minute for brokers that do not answer
        LockSupport.unpark(thread);
        try {
            thread.join(JOIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Map<TopicPartition, Long> next = new HashMap<>();
        while (running) {
            try (var consumer = consumers.get()) {
                reading = Optional.of(consumer);
                if (!running) {
                    return;
                }
                Map<TopicPartition, Long> ends = assign(consumer, next);
                positioned = true;
                while (running) {
                    read(consumer, next);
                    if (!caughtUp) {
                        caughtUp = hasPassed(consumer, ends);
                    }
                }
            } catch (WakeupException e) {
                LOG.atDebug().addKeyValue("reader", name).log("woken up");
            } catch (KafkaException e) {
                positioned = false;
                LOG.atWarn()
                        .addKeyValue("reader", name)
                        .addKeyValue("reason", e.getMessage())
                        .log("topics are not reachable; trying again");
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** @return where the partitions end now */
    private Map<TopicPartition, Long> assign(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> next) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<String, StartAt> topic : topics.entrySet()) {
            List<TopicPartition> partitions = partitions(consumer, topic.getKey());
            Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
            ends.putAll(consumer.endOffsets(partitions));
            for (TopicPartition partition : partitions) {
                long end = ends.getOrDefault(partition, 0L);
                next.putIfAbsent(partition, start(topic.getValue(), begin.getOrDefault(partition, 0L), end));
            }
        }
        consumer.assign(next.keySet());
        next.forEach(consumer::seek);
        return ends;
    }

    /** Asks for positions, not for the last record: markers of transactions lie in between and are never handed out. */
    private static boolean hasPassed(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static long start(StartAt where, long begin, long end) {
        return switch (where) {
            case END -> end;
            case RECENT -> Math.max(begin, end - RECENT_RECORDS);
            case BEGINNING -> begin;
        };
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> known = consumer.partitionsFor(topic);
        if (known == null || known.isEmpty()) {
            throw new KafkaException("topic " + topic + " does not exist yet; create the topics first");
        }
        return known.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private void read(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> next) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                try {
                    sink.accept(record);
                } catch (RegistryUnavailableException e) {
                    consumer.seek(partition, record.offset());
                    LockSupport.parkNanos(PAUSE.toNanos());
                    break;
                }
                next.put(partition, record.offset() + 1);
            }
        }
        if (!records.isEmpty()) {
            sink.flush();
        }
    }
}
