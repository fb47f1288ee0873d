package io.thumbstream.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.gateway.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Semantics locked here: nothing is dated earlier than a broker's stamp that was read before, and a right clock is left alone. */
class BrokerClockTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration BEHIND = Duration.ofHours(25);

    private final HandClock own = new HandClock(NOW.minus(BEHIND));
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // they may overflow
    private final BrokerClock clock = new BrokerClock(own, nanos::get);
    private final List<Long> passed = new ArrayList<>();
    private final TopicTail.Sink sink = clock.watching(new TopicTail.Sink() {
        @Override
        public void accept(ConsumerRecord<byte[], byte[]> record) {
            passed.add(record.timestamp());
        }

        @Override
        public void flush() {
            passed.add(-1L);
        }
    });

    @Test
    void shouldSayTheMachinesTimeBeforeAnyBrokersIsKnown() {
        assertThat(clock.instant()).isEqualTo(NOW.minus(BEHIND));
    }

    @Test
    void shouldGoOnFromTheBrokersTimeWhereTheMachineIsBehind() {
        read(NOW, TimestampType.LOG_APPEND_TIME);
        assertThat(clock.instant()).isEqualTo(NOW);

        pass(Duration.ofMinutes(10));
        assertThat(clock.instant()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));

        read(NOW.minusSeconds(5), TimestampType.LOG_APPEND_TIME);
        assertThat(clock.instant())
                .as("an older record of another partition says nothing new")
                .isEqualTo(NOW.plus(Duration.ofMinutes(10)));
    }

    @Test
    void shouldFollowTheMachineAgainWhenItsClockIsSet() {
        read(NOW, TimestampType.LOG_APPEND_TIME);
        pass(Duration.ofMinutes(10));
        own.move(BEHIND.plusSeconds(1));

        assertThat(clock.instant()).isEqualTo(NOW.plus(Duration.ofMinutes(10)).plusSeconds(1));
    }

    @Test
    void shouldLeaveAClockAloneThatIsAhead() {
        own.move(BEHIND.plusMinutes(55));
        read(NOW, TimestampType.LOG_APPEND_TIME);

        assertThat(clock.instant()).isEqualTo(NOW.plus(Duration.ofMinutes(55)));
    }

    @Test
    void shouldNotBelieveTheTimeThatAWriterGives() {
        read(NOW, TimestampType.CREATE_TIME);
        read(NOW, TimestampType.NO_TIMESTAMP_TYPE);

        assertThat(clock.instant()).isEqualTo(NOW.minus(BEHIND));
    }

    @Test
    void shouldHandOnWhatItSaw() {
        read(NOW, TimestampType.LOG_APPEND_TIME);
        sink.flush();

        assertThat(passed).containsExactly(NOW.toEpochMilli(), -1L);
    }

    @Test
    void shouldTellTheSameTimeInEveryZone() {
        read(NOW, TimestampType.LOG_APPEND_TIME);

        assertThat(clock.getZone()).isEqualTo(own.getZone());
        assertThat(clock.millis()).isEqualTo(NOW.toEpochMilli());
    }

    private void pass(Duration time) {
        own.move(time);
        nanos.addAndGet(time.toNanos());
    }

    private void read(Instant stamp, TimestampType type) {
        sink.accept(new ConsumerRecord<>(
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
