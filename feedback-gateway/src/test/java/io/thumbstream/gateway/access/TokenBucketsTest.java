package io.thumbstream.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.gateway.HandClock;
import io.thumbstream.gateway.access.RateSettings.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
    private static final int ROOM = 100;

    private final HandClock clock = new HandClock(Instant.parse("2026-11-01T12:00:00Z"));
    private final TokenBuckets buckets = new TokenBuckets(new Rate(2, 10), ROOM, clock);

    @Test
    void shouldGiveTheBurstAndThenTheRateWhenAskedWithoutPause() {
        assertThat(takeAll("ann")).isEqualTo(10);
        var empty = buckets.look("user", "ann");
        assertThat(empty.refuses()).isTrue();
        assertThat(empty.delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(empty.remaining()).isZero();
        assertThat(empty.reset()).isEqualTo(5);
        clock.move(Duration.ofSeconds(3));
        assertThat(takeAll("ann")).isEqualTo(6);
        clock.move(Duration.ofDays(1));
        assertThat(takeAll("ann")).isEqualTo(10);
        assertThat(takeAll("bob")).isEqualTo(10);
    }

    @Test
    void shouldGiveNobodyAFreshBucketWhenACrowdFillsTheMemory() {
        assertThat(takeAll("ann")).isEqualTo(10);
        for (int i = 0; i < 10 * ROOM; i++) {
            take("crowd-" + i);
        }
        assertThat(buckets.size()).isEqualTo(ROOM);
        assertThat(takeAll("ann")).isZero();
        assertThat(takeAll("latecomer")).isZero();
    }

    @Test
    void shouldNotPayTwiceWhenANewcomerGetsABucketOfItsOwn() {
        for (int i = 0; i < ROOM; i++) {
            take("crowd-" + i);
        }
        assertThat(takeAll("ann")).isEqualTo(10);
        clock.move(Duration.ofSeconds(1)); // the crowd's buckets are full again, the shared one holds two
        assertThat(takeAll("ann")).isEqualTo(2);
        assertThat(buckets.size()).isLessThan(ROOM);
    }

    @Test
    void shouldForgetOnlyFullBucketsWhenTimePasses() {
        take("ann");
        take("bob");
        clock.move(Duration.ofMillis(499));
        take("cid");
        assertThat(buckets.size()).isEqualTo(3);
        clock.move(Duration.ofMillis(1));
        take("cid");
        assertThat(buckets.size()).isEqualTo(1);
    }

    @Test
    void shouldBeEmptyAtWorstWhenTheClockIsSetBack() {
        take("ann");
        clock.move(Duration.ofDays(-1));
        assertThat(buckets.look("user", "ann").delay()).isEqualTo(Duration.ofSeconds(1));
        clock.move(Duration.ofSeconds(5));
        assertThat(takeAll("ann")).isEqualTo(10);
    }

    @Test
    void shouldNeverGiveMoreThanBurstAndRateWhenIdsComeAtRandom() {
        long seed = 4711;
        SplittableRandom dice = new SplittableRandom(seed);
        int given = 0;
        for (int second = 0; second < 500; second++) {
            for (int i = 0; i < 60; i++) {
                given += take("watched") ? 1 : 0;
                take("crowd-" + dice.nextInt(5 * ROOM));
            }
            clock.move(Duration.ofSeconds(1));
        }
        assertThat(given).as("seed %d", seed).isBetween(1, 10 + 2 * 500);
    }

    @Test
    void shouldNameTheMistakeWhenARateIsUnsound() {
        assertThatThrownBy(() -> new Rate(-1, 1)).hasMessageContaining("per-second is -1.0");
        assertThatThrownBy(() -> new Rate(Double.NaN, 1)).hasMessageContaining("per-second is NaN");
        assertThatThrownBy(() -> new Rate(1, 0)).hasMessageContaining("burst is 0");
        assertThatThrownBy(() -> new Rate(0.001, 1_000)).hasMessageContaining("within a day");
    }

    private int takeAll(String id) {
        int taken = 0;
        while (take(id)) {
            taken++;
        }
        return taken;
    }

    private boolean take(String id) {
        boolean free = !buckets.look("user", id).refuses();
        if (free) {
            buckets.take(id);
        }
        return free;
    }
}
