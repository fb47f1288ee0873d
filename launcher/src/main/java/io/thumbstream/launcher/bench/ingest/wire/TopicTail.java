package io.thumbstream.launcher.bench.ingest.wire;

import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Label;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** Reads committed records of a topic as they come, on a thread of its own. */
public final class TopicTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<ConsumerRecord<byte[], byte[]>> action;
    private final Runnable end;
    private final AtomicLong count = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;

    private TopicTail(
            KafkaSettings kafka,
            String topic,
            boolean old,
            Consumer<ConsumerRecord<byte[], byte[]>> action,
            Runnable end) {
        this.consumer = Topic.consumer(kafka);
        this.action = action;
        this.end = end;
        List<TopicPartition> partitions = Topic.assign(consumer, topic);
        if (old) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
            partitions.forEach(partition -> {
                long unused = consumer.position(partition); // the end of now, not of the first poll
            });
        }
        this.thread = new Thread(this::run, "bench-tail-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    /** Counts records that come from now on. */
    public static TopicTail counting(KafkaSettings kafka, String topic) {
        return new TopicTail(kafka, topic, false, record -> {}, () -> {});
    }

    /** Hands the ids of all feedback to {@code ids}, from the beginning of its topic. */
    public static TopicTail feedback(KafkaSettings kafka, Consumer<String> ids) {
        SafeDecoder<Feedback> decoder =
                new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry()).decoder(Topics.FEEDBACK);
        return new TopicTail(
                kafka,
                Topics.FEEDBACK.name(),
                true,
                record -> decoder.envelope(record).map(Feedback::getFeedbackId).ifPresent(ids),
                decoder::close);
    }

    /** Hands the ids of the feedback of every label to {@code ids}, from the beginning of its topic. */
    public static TopicTail labels(KafkaSettings kafka, Consumer<String> ids) {
        SafeDecoder<Label> decoder =
                new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry()).decoder(Topics.LABELS);
        return new TopicTail(
                kafka,
                Topics.LABELS.name(),
                true,
                record -> decoder.envelope(record)
                        .ifPresent(label -> label.getFeedbackIds().forEach(ids)),
                decoder::close);
    }

    /**
     * Records read so far, the one that is being handed on among them.
     *
     * @throws IllegalStateException when reading failed
     */
    public long count() {
        if (!closing && !thread.isAlive()) {
            throw new IllegalStateException(thread.getName() + " has ended; the log says why");
        }
        return count.get();
    }

    private void run() {
        try (consumer) {
            while (!closing) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    long unused = count.incrementAndGet();
                    action.accept(record);
                }
            }
        } catch (WakeupException e) {
            if (!closing) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(CLOSE_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end.run();
    }
}
