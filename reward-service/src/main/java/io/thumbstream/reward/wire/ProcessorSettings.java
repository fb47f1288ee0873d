package io.thumbstream.reward.wire;

import java.time.Duration;

/**
 * Pace of the processor.
 *
 * @param tick wall-clock time between two releases
 * @param idleGrace wall-clock time without traffic after which event time runs by itself
 * @param maxFuture how far ahead of the wall clock, or of the brokers' where that is later, an event time may lie
 * @param scoreBatch most rollouts scored at once; a group is never split
 * @param releaseLimit most events and timers handled per tick
 */
public record ProcessorSettings(
        Duration tick, Duration idleGrace, Duration maxFuture, int scoreBatch, int releaseLimit) {

    public ProcessorSettings {
        if (tick.toMillis() < 1 || idleGrace.isNegative() || maxFuture.isNegative()) {
            throw new IllegalArgumentException("tick is " + tick + ", idle-grace " + idleGrace + " and max-future "
                    + maxFuture + "; tick must be at least 1 ms, the others 0 or more");
        }
        if (scoreBatch < 1 || releaseLimit < 1) {
            throw new IllegalArgumentException(
                    "score-batch is " + scoreBatch + " and release-limit " + releaseLimit + "; both must be 1 or more");
        }
    }

    public static ProcessorSettings defaults() {
        return new ProcessorSettings(Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMinutes(5), 256, 2_000);
    }
}
