package io.thumbstream.learner.wire;

import io.thumbstream.learner.engine.PublishedVersion;
import io.thumbstream.learner.engine.VersionSink;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces versions of one model in a compacted topic. */
public final class KafkaVersionSink implements VersionSink {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaVersionSink.class);
    private static final long TIMEOUT_SECONDS = 35;

    private final TopicSpec<ModelVersion> topic;
    private final byte[] key;
    private final Producer<byte[], byte[]> producer;
    private final Serializer<ModelVersion> serializer;
    private final SafeDecoder<ModelVersion> decoder;
    private final RawReader reader;
    private final ServedVersion state = new ServedVersion();
    private long seen;

    /** Uses {@code producer}, which stays the caller's to close. */
    public KafkaVersionSink(
            KafkaSettings kafka,
            AvroSerdes serdes,
            TopicSpec<ModelVersion> topic,
            String modelName,
            Producer<byte[], byte[]> producer,
            Clock clock) {
        this.topic = topic;
        this.key = modelName.getBytes(StandardCharsets.UTF_8);
        this.producer = producer;
        this.serializer = serdes.serializer(topic);
        this.decoder = serdes.decoder(topic);
        this.reader = new RawReader(kafka, "thumbstream-learner-" + topic.name(), clock);
    }

    @Override
    public OptionalLong newest() {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        long[] newest = {-1};
        reader.read(partition, 0, reader.end(partition), record -> {
            if (Arrays.equals(record.key(), key)
                    && decoder.decode(record) instanceof Decoded.Value<ModelVersion> readable) {
                newest[0] = Math.max(newest[0], readable.value().getVersion());
            }
        });
        return newest[0] < 0 ? OptionalLong.empty() : OptionalLong.of(newest[0]);
    }

    /**
     * Reads what was announced since the last call. A version of the learner that crossed a way back in the topic would undo it,
     * since the last record wins; the way back is then announced once more.
     */
    @Override
    public boolean held() {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        long end = reader.end(partition);
        boolean[] crossed = {false};
        reader.read(partition, seen, end, record -> {
            if (Arrays.equals(record.key(), key)
                    && decoder.decode(record) instanceof Decoded.Value<ModelVersion> readable) {
                crossed[0] = state.crosses(readable.value());
            }
        });
        seen = end;
        if (crossed[0]) {
            state.wayBack().ifPresent(this::send);
        }
        return state.wayBack().isPresent();
    }

    /**
     * The versions that the topic names now: the one served and, after a way back, the one gone back from. Their files must stay.
     * Called by the thread that announces.
     */
    public SortedSet<Long> named() {
        boolean unused = held();
        return state.named();
    }

    @Override
    public void announce(PublishedVersion version) {
        send(StepRecords.toWire(version, Topics.TRAINING_LOG.name()));
        boolean unused = held();
    }

    private void send(ModelVersion version) {
        byte[] value = serializer.serialize(topic.name(), version);
        var sent = producer.send(new ProducerRecord<>(topic.name(), 0, key, value), (metadata, failure) -> {
            if (failure != null) {
                LOG.atWarn()
                        .setCause(failure)
                        .addKeyValue("topic", topic.name())
                        .log("version was not announced");
            }
        });
        try {
            sent.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new TransientException(
                    "Version " + version.getVersion() + " of " + version.getModelName() + " was not announced", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("Interrupted while announcing version " + version.getVersion(), e);
        }
    }

    @Override
    public void close() {
        reader.close();
        serializer.close();
        decoder.close();
    }
}
