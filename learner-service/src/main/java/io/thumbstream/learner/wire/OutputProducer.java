package io.thumbstream.learner.wire;

import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Opens the producer of manifests and dead letters. */
public final class OutputProducer {
    private OutputProducer() {}

    /** An idempotent producer of bytes, the caller's to close. */
    public static Producer<byte[], byte[]> open(KafkaSettings kafka, String clientId) {
        return new KafkaProducer<>(
                ClientSettings.producer(kafka, clientId), new ByteArraySerializer(), new ByteArraySerializer());
    }
}
