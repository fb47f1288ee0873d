package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class BrokerTimeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private Instant own = NOW;
    private final BrokerTime time = new BrokerTime(() -> own);

    @Test
    void shouldBeThatOfTheMachineWhenNoBrokerSaysItIsLater() {
        assertThat(time.millis()).isEqualTo(NOW.toEpochMilli());
        see(NOW.minusSeconds(600), TimestampType.LOG_APPEND_TIME);

        assertThat(time.millis()).isEqualTo(NOW.toEpochMilli());
        assertThat(time.behindSeconds()).isZero();
    }

    @Test
    void shouldBeTheNewestStampWhenTheMachineIsBehindIt() {
        see(NOW.plusSeconds(600), TimestampType.LOG_APPEND_TIME);
        see(NOW.plusSeconds(500), TimestampType.LOG_APPEND_TIME);

        assertThat(time.millis()).isEqualTo(NOW.plusSeconds(600).toEpochMilli());
        assertThat(time.behindSeconds()).isEqualTo(600);
    }

    @Test
    void shouldNotBelieveWriters() {
        see(NOW.plusSeconds(600), TimestampType.CREATE_TIME);
        see(NOW.plusSeconds(600), TimestampType.NO_TIMESTAMP_TYPE);

        assertThat(time.millis()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void shouldSayThatTheClockIsRightAgainWhenItWasSet() {
        see(NOW.plusSeconds(600), TimestampType.LOG_APPEND_TIME);
        own = NOW.plus(Duration.ofSeconds(700));
        see(NOW.plusSeconds(699), TimestampType.LOG_APPEND_TIME);

        assertThat(time.behindSeconds()).isZero();
        assertThat(time.millis()).isEqualTo(own.toEpochMilli());
    }

    private void see(Instant stamp, TimestampType type) {
        time.see(new ConsumerRecord<>(
                "feedback",
                0,
                0,
                stamp.toEpochMilli(),
                type,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty()));
    }
}
