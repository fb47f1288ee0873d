package io.thumbstream.learner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BatchTriggerTest {
    private final AtomicLong now = new AtomicLong();
    private final Clock clock = new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now.get());
        }
    };
    private final BatchTrigger trigger = new BatchTrigger(8, Duration.ofSeconds(2), clock);

    @Test
    void shouldBeDueAtOnceWhenTheBatchIsFull() {
        assertThat(trigger.due(8)).isTrue();
        assertThat(trigger.due(9)).isTrue();
    }

    @Test
    void shouldWaitItsTimeWhenTheBatchIsPartial() {
        assertThat(trigger.due(3)).isFalse();
        after(1999);
        assertThat(trigger.due(5)).as("the wait began with the first").isFalse();
        after(1);
        assertThat(trigger.due(5)).isTrue();
        assertThat(trigger.due(1)).as("a new wait begins").isFalse();
    }

    @Test
    void shouldStartTheWaitAnewWhenNothingWaitedBetween() {
        assertThat(trigger.due(3)).isFalse();
        after(1500);
        assertThat(trigger.due(0)).isFalse();
        assertThat(trigger.due(1)).isFalse();
        after(1500);
        assertThat(trigger.due(1)).isFalse();
        after(500);
        assertThat(trigger.due(1)).isTrue();
    }

    @Test
    void shouldNeverWaitWhenTheWaitIsZero() {
        assertThat(new BatchTrigger(8, Duration.ZERO, clock).due(1)).isTrue();
    }

    private void after(long millis) {
        now.addAndGet(millis);
    }
}
