package io.thumbstream.learner.wire;

import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.VersionState;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Goes back to an older version of one model, and forward again, by announcing a version once more.
 *
 * <p>Whoever serves follows the last live record. A record of a way back says from which version; while it is the last one, the
 * learner goes on learning and publishes nothing.
 */
public final class KafkaRollback implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 35;

    private final TopicSpec<ModelVersion> topic;
    private final String modelName;
    private final Producer<byte[], byte[]> producer;
    private final Serializer<ModelVersion> serializer;
    private final SafeDecoder<ModelVersion> decoder;
    private final RawReader reader;
    private final Clock clock;

    /** Which version is served, and the one it was gone back from, if any. */
    public record Served(long version, Optional<Long> rolledBackFrom) {}

    public KafkaRollback(
            KafkaSettings kafka, AvroSerdes serdes, TopicSpec<ModelVersion> topic, String modelName, Clock clock) {
        this.topic = topic;
        this.modelName = modelName;
        this.clock = clock;
        this.serializer = serdes.serializer(topic);
        this.decoder = serdes.decoder(topic);
        this.reader = new RawReader(kafka, "thumbstream-rollback", clock);
        this.producer = OutputProducer.open(kafka, "thumbstream-rollback-out");
    }

    /**
     * Serves {@code version} from now on and holds the learner's publications back.
     *
     * @throws ConfigException when it is not older than the one served, is not known, or its weights are gone or damaged
     */
    public Served back(long version) {
        Log log = log();
        ModelVersion live =
                log.last().orElseThrow(() -> new ConfigException("no version of " + modelName + " is live"));
        long from = live.getRolledBackFrom().orElse(live.getVersion());
        if (version >= from) {
            throw new ConfigException("version " + version + " of " + modelName + " is not older than " + from
                    + "; name an older one, or go --forward");
        }
        return announce(log.find(modelName, version), Optional.of(from));
    }

    /**
     * Serves the version again that was gone back from; the learner publishes its next version when it is due.
     *
     * @throws ConfigException when nothing was gone back from, or its weights are gone or damaged
     */
    public Served forward() {
        Log log = log();
        long from = log.last()
                .flatMap(ModelVersion::getRolledBackFrom)
                .orElseThrow(() -> new ConfigException(modelName + " was not rolled back; there is nothing to undo"));
        return announce(log.find(modelName, from), Optional.empty());
    }

    private Served announce(ModelVersion found, Optional<Long> from) {
        requireWeights(found);
        ModelVersion again = ModelVersion.newBuilder(found)
                .setState(VersionState.LIVE)
                .setRolledBackFrom(from.orElse(null))
                .setAt(clock.instant())
                .build();
        byte[] key = modelName.getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(new ProducerRecord<>(topic.name(), 0, key, serializer.serialize(topic.name(), again)))
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new TransientException("Version " + found.getVersion() + " was not announced; try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("Interrupted while announcing version " + found.getVersion(), e);
        }
        return new Served(found.getVersion(), from);
    }

    private void requireWeights(ModelVersion version) {
        String uri = version.getCheckpointUri();
        Path file = (uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri)).resolve("model.safetensors");
        try {
            if (Digests.ofFile(file).equals(version.getSha256())) {
                return;
            }
        } catch (IOException e) {
            throw new ConfigException("the weights of version " + version.getVersion() + " are no longer in "
                    + file.getParent() + " (" + e.getMessage() + "); rebuild them with thumbstream replay --to-version "
                    + version.getVersion() + " and put them there");
        }
        throw new ConfigException("the weights of version " + version.getVersion() + " in " + file.getParent()
                + " are not those that were announced; rebuild them with thumbstream replay");
    }

    private Log log() {
        byte[] key = modelName.getBytes(StandardCharsets.UTF_8);
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        Map<Long, ModelVersion> versions = new TreeMap<>();
        ModelVersion[] last = new ModelVersion[1];
        reader.read(partition, 0, reader.end(partition), record -> {
            if (Arrays.equals(record.key(), key)
                    && decoder.decode(record) instanceof Decoded.Value<ModelVersion> readable) {
                versions.put(readable.value().getVersion(), readable.value());
                if (readable.value().getState() == VersionState.LIVE) {
                    last[0] = readable.value();
                }
            }
        });
        return new Log(versions, Optional.ofNullable(last[0]));
    }

    /** What the topic holds of the model. */
    private record Log(Map<Long, ModelVersion> versions, Optional<ModelVersion> last) {
        ModelVersion find(String modelName, long version) {
            ModelVersion found = versions.get(version);
            if (found == null) {
                throw new ConfigException("version " + version + " of " + modelName + " is not in the version topic,"
                        + " which holds " + versions.keySet());
            }
            return found;
        }
    }

    @Override
    public void close() {
        producer.close();
        reader.close();
        serializer.close();
        decoder.close();
    }
}
