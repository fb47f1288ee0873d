package io.thumbstream.generator.wire;

import io.thumbstream.generator.policy.PolicyFollower;
import io.thumbstream.generator.policy.PolicyManifest;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.RegistryUnavailableException;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.VersionState;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the policy manifests from their beginning and keeps the follower on the last one that is live.
 *
 * <p>The last live record wins, not the highest number: publishing an older version again is a rollback. Owned by one
 * thread.
 */
public final class PolicyWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyWatcher.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final SafeDecoder<ModelVersion> decoder;
    private final PolicyFollower follower;
    private final String policyKey;
    private final GeneratorMeters meters;
    private final Clock clock;
    private final Deque<ConsumerRecord<byte[], byte[]>> read = new ArrayDeque<>();

    public PolicyWatcher(
            Consumer<byte[], byte[]> consumer,
            SafeDecoder<ModelVersion> decoder,
            PolicyFollower follower,
            String policyKey,
            GeneratorMeters meters,
            Clock clock) {
        this.consumer = consumer;
        this.decoder = decoder;
        this.follower = follower;
        this.policyKey = policyKey;
        this.meters = meters;
        this.clock = clock;
    }

    public void start() {
        List<TopicPartition> all = List.of(new TopicPartition(Topics.POLICY_VERSIONS.name(), 0));
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Reads what arrived and swaps when a newer policy is live. */
    public void turn() {
        consumer.poll(POLL).forEach(read::add);
        try {
            for (ConsumerRecord<byte[], byte[]> record = read.peek(); record != null; record = read.peek()) {
                consider(record);
                read.remove();
            }
        } catch (RegistryUnavailableException e) {
            LOG.atWarn()
                    .addKeyValue("cause", String.valueOf(e.getMessage()))
                    .log("policy manifests wait for the schema registry");
            return;
        }
        Instant before = clock.instant();
        switch (follower.update()) {
            case SWAPPED -> meters.loaded(Duration.between(before, clock.instant()));
            case FAILED -> meters.loadFailed();
            case NOTHING_TO_DO -> {}
        }
    }

    private void consider(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        if (key == null || !new String(key, StandardCharsets.UTF_8).equals(policyKey) || record.value() == null) {
            return;
        }
        Decoded<ModelVersion> decoded = decoder.decode(record);
        if (decoded instanceof Decoded.Value<ModelVersion> value) {
            ModelVersion version = value.value();
            if (version.getState() == VersionState.LIVE) {
                want(version, record.offset());
            }
        } else {
            LOG.atWarn().addKeyValue("offset", record.offset()).log("a policy manifest cannot be read and is skipped");
        }
    }

    private void want(ModelVersion version, long offset) {
        Path directory;
        try {
            directory = directory(version.getCheckpointUri());
        } catch (IllegalArgumentException e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("offset", offset)
                    .log("a policy manifest names no directory and is skipped");
            return;
        }
        follower.want(new PolicyManifest(version.getVersion(), directory, version.getSha256()));
    }

    private static Path directory(String uri) {
        return uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri);
    }
}
