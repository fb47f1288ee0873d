package io.thumbstream.launcher.up.wire;

import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.VersionState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Announces the shipped policy as version 0 in an empty policy-versions topic. */
public final class BaseAnnouncement {
    private static final long TIMEOUT_SECONDS = 30;

    private BaseAnnouncement() {}

    /** Sends the manifest of version 0 unless the topic already holds any version. */
    public static void announce(KafkaSettings kafka, String modelName, Path directory, Clock clock) {
        if (!isEmpty(kafka)) {
            return;
        }
        ModelVersion base = ModelVersion.newBuilder()
                .setModelName(modelName)
                .setVersion(0)
                .setParent(-1)
                .setCheckpointUri(directory.toUri().toString())
                .setSha256(digest(directory))
                .setState(VersionState.LIVE)
                .setGateResults(Map.of())
                .setConfigHash("shipped")
                .setStep(0)
                .setTrainingLogPosition(new SourcePosition(Topics.TRAINING_LOG.name(), 0, -1L))
                .setAt(clock.instant())
                .build();
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
        try (KafkaProducer<String, ModelVersion> producer = new KafkaProducer<>(
                ClientSettings.producer(kafka, "thumbstream-base"),
                new StringSerializer(),
                serdes.serializer(Topics.POLICY_VERSIONS))) {
            producer.send(new ProducerRecord<>(Topics.POLICY_VERSIONS.name(), modelName, base))
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while announcing the shipped model; start again", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new TransientException("the shipped model could not be announced; check the brokers", e);
        }
    }

    private static String digest(Path directory) {
        try {
            return Digests.ofFile(directory.resolve("model.safetensors"));
        } catch (IOException e) {
            throw new FatalException(
                    "the shipped model in " + directory + " cannot be read; delete it and start again", e);
        }
    }

    private static boolean isEmpty(KafkaSettings kafka) {
        TopicPartition partition = new TopicPartition(Topics.POLICY_VERSIONS.name(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                ClientSettings.reader(kafka, "thumbstream-base"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L) == 0;
        }
    }
}
