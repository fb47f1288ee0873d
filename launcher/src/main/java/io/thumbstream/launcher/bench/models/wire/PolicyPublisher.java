package io.thumbstream.launcher.bench.models.wire;

import io.thumbstream.learner.engine.FileVersions;
import io.thumbstream.learner.engine.PublishedVersion;
import io.thumbstream.learner.engine.VersionFiles;
import io.thumbstream.learner.wire.KafkaVersionSink;
import io.thumbstream.learner.wire.OutputProducer;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Publishes versions of a policy with the parts that its learner publishes with: first the files, then the record. One thread owns it. */
public final class PolicyPublisher implements AutoCloseable {
    private static final String CONFIG = "bench";

    private final String modelName;
    private final Producer<byte[], byte[]> producer;
    private final KafkaVersionSink sink;
    private final FileVersions files;
    private final Clock clock;

    /**
     * A publisher with a producer of its own.
     *
     * @param modelName for instance {@code policy/support}
     * @param directory that holds the directories of versions
     * @param keep newest versions that stay there, at least 1
     */
    public PolicyPublisher(KafkaSettings kafka, String modelName, Path directory, int keep, Clock clock) {
        this.modelName = modelName;
        this.clock = clock;
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
        this.producer = OutputProducer.open(kafka, "bench-publisher");
        this.sink = new KafkaVersionSink(kafka, serdes, Topics.POLICY_VERSIONS, modelName, producer, clock);
        this.files = new FileVersions(directory, keep, sink::named);
    }

    /**
     * Writes the files of a version, of which nobody knows yet.
     *
     * @param writer fills an empty directory
     */
    public PublishedVersion write(long version, Consumer<Path> writer) {
        VersionFiles.Stored stored = files.save(version, writer);
        return new PublishedVersion(
                modelName,
                version,
                version - 1,
                stored.directory(),
                stored.sha256(),
                version,
                Optional.empty(),
                CONFIG,
                clock.instant());
    }

    /** Announces a version; returns when the brokers have the record. */
    public void announce(PublishedVersion version) {
        sink.announce(version);
    }

    @Override
    public void close() {
        sink.close();
        producer.close();
    }
}
