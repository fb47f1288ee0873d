package io.thumbstream.launcher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.kafka.TopicProvisioner;
import io.thumbstream.schemas.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int ROUNDS = 12;
    private static final int RECORDS_PER_ROUND = 2_000;

    @Test
    void shouldKeepRecordsWhenRestarted(@TempDir Path dir) throws Exception {
        NewTopic topic = new NewTopic("kept", 2, (short) 1);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
            TopicProvisioner.provision(admin(kafka), List.of(topic), TIMEOUT);
            assertThat(produce(kafka, "kept", 500)).isZero();
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
            TopicProvisioner.provision(admin(kafka), List.of(topic), TIMEOUT);
            assertThat(endOffsets(kafka, "kept", 2)).isEqualTo(500);
        }
    }

    @Test
    void shouldLoseNothingWhenProducingRightAfterProvisioning(@TempDir Path dir) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir)) {
            for (int round = 0; round < ROUNDS; round++) {
                String name = "round-" + round;
                TopicProvisioner.provision(admin(kafka), List.of(new NewTopic(name, 4, (short) 1)), TIMEOUT);

                assertThat(produce(kafka, name, RECORDS_PER_ROUND))
                        .as("failed sends of " + name)
                        .isZero();
                assertThat(endOffsets(kafka, name, 4)).as("records in " + name).isEqualTo(RECORDS_PER_ROUND);
            }
        }
    }

    @Test
    void shouldCreateTheCatalogueOnceWhenProvisionedTwice(@TempDir Path dir) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir);
                Admin admin = Admin.create(admin(kafka))) {
            TopicProvisioner.provision(admin(kafka), Topics.newTopics(), TIMEOUT);
            TopicProvisioner.provision(admin(kafka), Topics.newTopics(), TIMEOUT);

            Set<String> names = admin.listTopics().names().get();
            assertThat(names)
                    .containsAll(Topics.newTopics().stream().map(NewTopic::name).toList());
            var config = new org.apache.kafka.common.config.ConfigResource(
                    org.apache.kafka.common.config.ConfigResource.Type.TOPIC, Topics.POLICY_VERSIONS.name());
            assertThat(admin.describeConfigs(List.of(config))
                            .all()
                            .get()
                            .values()
                            .iterator()
                            .next()
                            .get("cleanup.policy")
                            .value())
                    .isEqualTo("compact");
            assertThatThrownBy(() -> TopicProvisioner.provision(admin(kafka), Topics.newTopics(6, (short) 1), TIMEOUT))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("topic thumbstream.prompts.v1 has 4 partitions but 6 are configured");
        }
    }

    @Test
    void shouldNameThePortWhenItIsInUse(@TempDir Path dir) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedKafka.start(dir, taken.getLocalPort(), 0))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " of the embedded broker is in use");
        }
    }

    private static Map<String, Object> admin(EmbeddedKafka kafka) {
        return ClientSettings.admin(KafkaSettings.of(kafka.bootstrapServers(), ""), "test");
    }

    /** Sends numbered records and returns how many were not acknowledged. */
    private static int produce(EmbeddedKafka kafka, String topic, int count) {
        AtomicInteger failures = new AtomicInteger();
        Map<String, Object> config = ClientSettings.producer(KafkaSettings.of(kafka.bootstrapServers(), ""), "test");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                byte[] key = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
                var unused = producer.send(new ProducerRecord<>(topic, key, new byte[200]), (metadata, failure) -> {
                    if (failure != null) {
                        failures.incrementAndGet();
                    }
                });
            }
        }
        return failures.get();
    }

    private static long endOffsets(EmbeddedKafka kafka, String topic, int partitions) throws Exception {
        Map<TopicPartition, OffsetSpec> latest = new java.util.HashMap<>();
        for (int i = 0; i < partitions; i++) {
            latest.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
        try (Admin admin = Admin.create(admin(kafka))) {
            return admin.listOffsets(latest).all().get().values().stream()
                    .mapToLong(info -> info.offset())
                    .sum();
        }
    }
}
