package io.thumbstream.reward.wire;

import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** Settings of the streams client: those of every service, and what low latency on a small machine asks for. */
public final class StreamsProperties {
    private StreamsProperties() {}

    public static Properties of(
            KafkaSettings kafka, String applicationId, Path stateDir, int threads, Duration commitInterval) {
        Properties properties = new Properties();
        properties.putAll(ClientSettings.streams(kafka, applicationId, stateDir));
        Map<String, Object> own = Map.of(
                "num.stream.threads", Integer.toString(threads),
                "commit.interval.ms", Long.toString(commitInterval.toMillis()),
                "consumer.fetch.max.wait.ms", "50",
                // while the first batch of a transaction waits for its coordinator, the broker refuses those behind it
                "producer.max.in.flight.requests.per.connection", "1",
                "rocksdb.config.setter", SmallRocksDb.class.getName());
        own.forEach((key, value) -> {
            if (!kafka.streams().containsKey(key)) {
                properties.put(key, value);
            }
        });
        return properties;
    }
}
