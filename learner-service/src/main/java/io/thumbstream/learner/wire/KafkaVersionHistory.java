package io.thumbstream.learner.wire;

import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.avro.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The versions of one model that a version topic still holds. Reads only. */
public final class KafkaVersionHistory implements AutoCloseable {
    private final TopicSpec<ModelVersion> topic;
    private final SafeDecoder<ModelVersion> decoder;
    private final RawReader reader;

    /**
     * One announced version.
     *
     * @param version its number
     * @param step learner step after which it was taken
     * @param sha256 digest of its weights file
     */
    public record Announced(long version, long step, String sha256) {}

    public KafkaVersionHistory(
            KafkaSettings kafka, AvroSerdes serdes, TopicSpec<ModelVersion> topic, String clientId, Clock clock) {
        this.topic = topic;
        this.decoder = serdes.decoder(topic);
        this.reader = new RawReader(kafka, clientId, clock);
    }

    /** Versions of {@code modelName} by number; of a number announced twice the later. */
    public Map<Long, Announced> versions(String modelName) {
        byte[] key = modelName.getBytes(StandardCharsets.UTF_8);
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        Map<Long, Announced> found = new TreeMap<>();
        reader.read(partition, 0, reader.end(partition), record -> {
            if (Arrays.equals(record.key(), key)
                    && decoder.decode(record) instanceof Decoded.Value<ModelVersion> readable) {
                ModelVersion value = readable.value();
                found.put(value.getVersion(), new Announced(value.getVersion(), value.getStep(), value.getSha256()));
            }
        });
        return found;
    }

    @Override
    public void close() {
        reader.close();
        decoder.close();
    }
}
