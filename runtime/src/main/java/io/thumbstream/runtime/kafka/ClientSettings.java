package io.thumbstream.runtime.kafka;

import io.thumbstream.runtime.error.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Properties of every Kafka client, from our defaults overlaid by the user's {@code common} and per-client settings.
 *
 * <p>Settings that the delivery guarantees rest on cannot be overridden: {@code acks}, {@code enable.idempotence},
 * {@code enable.auto.commit} and, for Streams, {@code application.id}. Serializers are left to the caller.
 */
public final class ClientSettings {
    private ClientSettings() {}

    /** Idempotent producer: acks=all, lz4, linger 2 ms, delivery timeout 30 s, at most 1 s blocked in {@code send}. */
    public static Map<String, Object> producer(KafkaSettings settings, String clientId) {
        Map<String, Object> config = base(settings, clientId);
        config.putAll(producerDefaults(""));
        Map<String, Object> fixed = Map.of("acks", "all", "enable.idempotence", "true");
        return overlay(config, fixed, "producer", settings.common(), settings.producer());
    }

    /** Group consumer: read_committed, earliest, manual commit, the KIP-848 group protocol. */
    public static Map<String, Object> consumer(KafkaSettings settings, String groupId, String clientId) {
        Map<String, Object> config = reader(settings, clientId);
        config.putIfAbsent("group.protocol", "consumer");
        config.put("group.id", groupId);
        return config;
    }

    /** Consumer outside any group, for {@code assign}: read_committed, earliest. */
    public static Map<String, Object> reader(KafkaSettings settings, String clientId) {
        Map<String, Object> config = base(settings, clientId);
        config.put("isolation.level", "read_committed");
        config.put("auto.offset.reset", "earliest");
        config.put("allow.auto.create.topics", "false");
        Map<String, Object> fixed = Map.of("enable.auto.commit", "false");
        return overlay(config, fixed, "consumer", settings.common(), settings.consumer());
    }

    /**
     * Kafka Streams: exactly_once_v2, commit every 100 ms, streams group protocol, explicit internal names demanded.
     *
     * @param stateDir directory of the local stores; must outlive the process
     */
    public static Map<String, Object> streams(KafkaSettings settings, String appId, Path stateDir) {
        Map<String, Object> config = base(settings, appId);
        config.put("state.dir", stateDir.toString());
        config.put("processing.guarantee", "exactly_once_v2");
        config.put("commit.interval.ms", "100");
        config.put("group.protocol", "streams");
        config.put("num.stream.threads", "1");
        config.put("ensure.explicit.internal.resource.naming", "true");
        config.put("consumer.auto.offset.reset", "earliest");
        config.putAll(producerDefaults("producer."));
        return overlay(config, Map.of("application.id", appId), "streams", settings.common(), settings.streams());
    }

    /** Admin client: requests give up after 10 s. */
    public static Map<String, Object> admin(KafkaSettings settings, String clientId) {
        Map<String, Object> config = base(settings, clientId);
        config.put("request.timeout.ms", "10000");
        config.put("default.api.timeout.ms", "15000");
        return overlay(config, Map.of(), "common", settings.common(), Map.of());
    }

    private static Map<String, Object> producerDefaults(String prefix) {
        return Map.of(
                prefix + "compression.type", "lz4",
                prefix + "linger.ms", "2",
                prefix + "request.timeout.ms", "10000",
                prefix + "delivery.timeout.ms", "30000",
                prefix + "max.block.ms", prefix.isEmpty() ? "1000" : "60000");
    }

    private static Map<String, Object> base(KafkaSettings settings, String clientId) {
        if (settings.bootstrapServers().isBlank()) {
            throw new ConfigException(
                    "kafka.bootstrap-servers is empty; set it to host:port of a broker, or let the launcher embed one");
        }
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", settings.bootstrapServers());
        config.put("client.id", clientId);
        return config;
    }

    private static Map<String, Object> overlay(
            Map<String, Object> config,
            Map<String, Object> fixed,
            String section,
            Map<String, String> common,
            Map<String, String> own) {
        List<String> problems = new ArrayList<>();
        config.putAll(common);
        config.putAll(own);
        fixed.forEach((key, value) -> {
            Object given = config.put(key, value);
            if (given != null && !given.equals(value)) {
                problems.add("kafka." + section + "." + key + " is " + given + " but the delivery guarantees need "
                        + value + "; remove it");
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }
}
