package io.thumbstream.generator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.generator.ManualClock;
import io.thumbstream.generator.policy.PolicyFollower;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.VersionState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PolicyWatcherTest {
    private static final String KEY = "policy/support";
    private static final TopicPartition PARTITION = new TopicPartition(Topics.POLICY_VERSIONS.name(), 0);

    private final AvroSerdes serdes = new AvroSerdes("mock://policy-watcher", Map.of());
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final ManualClock clock = new ManualClock();
    private final List<Long> served = new ArrayList<>();
    private final PolicyFollower follower =
            new PolicyFollower(manifest -> served.add(manifest.version()), clock, Duration.ofSeconds(5));

    @Test
    void shouldFollowLaterManifestsWhenOneNamesNoDirectory() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        try (SafeDecoder<ModelVersion> decoder = serdes.decoder(Topics.POLICY_VERSIONS)) {
            PolicyWatcher watcher = new PolicyWatcher(
                    consumer, decoder, follower, KEY, new GeneratorMeters(new SimpleMeterRegistry()), clock);
            publish(1, "file:/models/v00000001");
            publish(2, "file:models/v00000002"); // without its slash no path can be made of it
            watcher.turn();
            publish(3, "file:/models/v00000003");
            watcher.turn();
        }

        assertThat(served).containsExactly(1L, 3L);
    }

    private void publish(long version, String uri) {
        ModelVersion manifest = ModelVersion.newBuilder()
                .setModelName(KEY)
                .setVersion(version)
                .setParent(version - 1)
                .setCheckpointUri(uri)
                .setSha256("00")
                .setState(VersionState.LIVE)
                .setConfigHash("none")
                .setStep(version)
                .setTrainingLogPosition(new SourcePosition(Topics.TRAINING_LOG.name(), 0, version))
                .setAt(Instant.EPOCH)
                .build();
        byte[] value = serdes.serializer(Topics.POLICY_VERSIONS).serialize(PARTITION.topic(), manifest);
        consumer.addRecord(
                new ConsumerRecord<>(PARTITION.topic(), 0, version - 1, KEY.getBytes(StandardCharsets.UTF_8), value));
    }
}
