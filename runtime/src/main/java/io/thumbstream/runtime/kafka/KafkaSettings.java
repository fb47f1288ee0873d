package io.thumbstream.runtime.kafka;

import java.util.HashMap;
import java.util.Map;

/**
 * Where Kafka and the schema registry are, and client settings that pass through untouched.
 *
 * @param bootstrapServers {@code host:port,...}; empty asks the launcher for its embedded broker
 * @param schemaRegistryUrl URL, or several separated by commas; empty asks the launcher for its embedded registry
 * @param common settings for every client (security, timeouts)
 * @param producer settings for producers only
 * @param consumer settings for consumers only
 * @param streams settings for Kafka Streams only
 * @param schemaRegistry settings for the registry client and serializers, with Confluent's own names
 */
public record KafkaSettings(
        String bootstrapServers,
        String schemaRegistryUrl,
        Map<String, String> common,
        Map<String, String> producer,
        Map<String, String> consumer,
        Map<String, String> streams,
        Map<String, String> schemaRegistry) {

    public KafkaSettings {
        common = Map.copyOf(common);
        producer = Map.copyOf(producer);
        consumer = Map.copyOf(consumer);
        streams = Map.copyOf(streams);
        schemaRegistry = Map.copyOf(schemaRegistry);
    }

    /** No addresses: everything embedded. */
    public static KafkaSettings defaults() {
        return of("", "");
    }

    public static KafkaSettings of(String bootstrapServers, String schemaRegistryUrl) {
        return new KafkaSettings(bootstrapServers, schemaRegistryUrl, Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    }

    /** Same settings with one more for the registry client and serializers, unless it is given. */
    public KafkaSettings withRegistryDefault(String name, String value) {
        Map<String, String> more = new HashMap<>(schemaRegistry);
        more.putIfAbsent(name, value);
        return new KafkaSettings(bootstrapServers, schemaRegistryUrl, common, producer, consumer, streams, more);
    }

    /** Same settings at other addresses. */
    public KafkaSettings at(String newBootstrapServers, String newRegistryUrl) {
        return new KafkaSettings(
                newBootstrapServers, newRegistryUrl, common, producer, consumer, streams, schemaRegistry);
    }
}
