package io.thumbstream.launcher.embedded;

import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.kafka.TopicProvisioner;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The compacted topic {@code _schemas}: read once at start, appended to before every answer. */
final class RegistryLog implements AutoCloseable {
    static final String TOPIC = "_schemas";

    private static final String CLIENT = "thumbstream-registry";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long APPEND_SECONDS = 30;

    private final Producer<byte[], byte[]> producer;
    private final KafkaSettings kafka;

    RegistryLog(KafkaSettings kafka) {
        this.kafka = kafka;
        NewTopic topic = new NewTopic(TOPIC, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"));
        TopicProvisioner.provision(ClientSettings.admin(kafka, CLIENT), List.of(topic), START_TIMEOUT);
        this.producer = new KafkaProducer<>(
                ClientSettings.producer(kafka, CLIENT), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Hands every change in the topic to {@code apply}, in order. */
    void replay(Consumer<RegistryChange> apply) {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                ClientSettings.reader(kafka, CLIENT), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (end != null && consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    decode(record, apply);
                }
            }
        }
    }

    /**
     * Appends one change and returns when it is durable.
     *
     * @throws TransientException when the broker did not acknowledge it
     */
    void append(RegistryChange change) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(TOPIC, RegistryCodec.key(change), RegistryCodec.value(change));
        try {
            var unused = producer.send(record).get(APPEND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while writing to " + TOPIC + "; send the request again", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new TransientException("the broker did not acknowledge a write to " + TOPIC + "; try again", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private static void decode(ConsumerRecord<byte[], byte[]> record, Consumer<RegistryChange> apply) {
        try {
            RegistryCodec.decode(record.key(), record.value()).ifPresent(apply);
        } catch (IOException e) {
            throw new FatalException(
                    "record " + record.offset() + " of " + TOPIC + " is not a registry record; the topic is damaged:"
                            + " restore the data directory from a backup, or give another --data-dir",
                    e);
        }
    }
}
