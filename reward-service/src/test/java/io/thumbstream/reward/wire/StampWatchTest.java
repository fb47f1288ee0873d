package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StampWatchTest {
    private final BrokerTime time = new BrokerTime(() -> Instant.EPOCH);

    @Test
    void shouldReachTheConsumersOfStreamThreadsOnly() {
        Properties properties = properties();
        StampWatch.watch(properties, time);
        StreamsConfig config = new StreamsConfig(properties);

        assertThat(config.getMainConsumerConfigs("app", "client", 0))
                .containsEntry("interceptor.classes", StampWatch.class.getName())
                .containsEntry(StampWatch.TIME, time);
        assertThat(config.getRestoreConsumerConfigs("client")).doesNotContainKey(StampWatch.TIME);
    }

    @Test
    void shouldKeepInterceptorsOfTheUser() {
        Properties properties = properties();
        properties.put("consumer.interceptor.classes", "org.example.Tracing");
        StampWatch.watch(properties, time);

        assertThat(new StreamsConfig(properties).getMainConsumerConfigs("app", "client", 0))
                .containsEntry("interceptor.classes", StampWatch.class.getName() + ",org.example.Tracing");
    }

    @Test
    void shouldSayWhatIsMissingWhenItHasNoTimeToShowRecordsTo() {
        try (StampWatch watch = new StampWatch()) {
            assertThatThrownBy(() -> watch.configure(Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("StampWatch.watch");
        }
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.put("application.id", "app");
        properties.put("bootstrap.servers", "127.0.0.1:1");
        return properties;
    }
}
