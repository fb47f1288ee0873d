package io.thumbstream.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.runtime.error.ConfigException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

final class ClientSettingsTest {
    private final KafkaSettings plain = KafkaSettings.of("broker:9092", "http://registry:8081");

    @Test
    void shouldGiveDurableProducersWhenNothingIsConfigured() {
        assertThat(ClientSettings.producer(plain, "p"))
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("compression.type", "lz4")
                .containsEntry("delivery.timeout.ms", "30000");
    }

    @Test
    void shouldReadOnlyCommittedRecordsWhenNothingIsConfigured() {
        assertThat(ClientSettings.consumer(plain, "g", "c"))
                .containsEntry("group.id", "g")
                .containsEntry("group.protocol", "consumer")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("enable.auto.commit", "false")
                .containsEntry("auto.offset.reset", "earliest");
        assertThat(ClientSettings.reader(plain, "c")).doesNotContainKey("group.id");
    }

    @Test
    void shouldBeAcceptedByKafkaWhenBuilt() {
        Map<String, Object> producer = ClientSettings.producer(plain, "p");
        Map<String, Object> consumer = ClientSettings.consumer(plain, "g", "c");
        producer.put("key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        producer.put("value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        consumer.put("key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        consumer.put("value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");

        assertThat(new ProducerConfig(producer).getString("acks")).isEqualTo("-1");
        assertThat(new ConsumerConfig(consumer).getString("group.protocol")).isEqualTo("consumer");
    }

    @Test
    void shouldPassUserSettingsThroughWhenTheyDoNotTouchGuarantees() {
        KafkaSettings settings = new KafkaSettings(
                "b:1",
                "http://r",
                Map.of("security.protocol", "SASL_SSL"),
                Map.of("linger.ms", "9"),
                Map.of("group.protocol", "classic"),
                Map.of("num.stream.threads", "2"),
                Map.of());

        assertThat(ClientSettings.producer(settings, "p"))
                .containsEntry("linger.ms", "9")
                .containsEntry("security.protocol", "SASL_SSL");
        assertThat(ClientSettings.consumer(settings, "g", "c")).containsEntry("group.protocol", "classic");
        assertThat(ClientSettings.streams(settings, "app", Path.of("state")))
                .containsEntry("num.stream.threads", "2")
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("application.id", "app");
        assertThat(ClientSettings.admin(settings, "a")).containsEntry("security.protocol", "SASL_SSL");
    }

    @Test
    void shouldRefuseWhenAGuaranteeWouldBeLost() {
        KafkaSettings settings =
                new KafkaSettings("b:1", "http://r", Map.of(), Map.of("acks", "1"), Map.of(), Map.of(), Map.of());

        assertThatThrownBy(() -> ClientSettings.producer(settings, "p"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka.producer.acks is 1");
    }

    @Test
    void shouldNameTheKeyWhenNoBrokerIsConfigured() {
        assertThatThrownBy(() -> ClientSettings.admin(KafkaSettings.defaults(), "a"))
                .hasMessageContaining("kafka.bootstrap-servers is empty");
    }
}
