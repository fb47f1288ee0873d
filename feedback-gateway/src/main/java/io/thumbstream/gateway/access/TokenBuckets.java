package io.thumbstream.gateway.access;

import io.thumbstream.gateway.access.RateSettings.Rate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One token bucket per id, in bounded memory.
 *
 * <p>A bucket is kept as the moment when it will be full. Only full buckets are forgotten, which changes nothing for
 * their owners; when there is no room and none is full, newcomers share one further bucket, and whoever gets a bucket
 * later begins with what is left in that one. So no crowd of invented ids gives anybody a fresh bucket early. When the
 * clock is set back, a bucket counts as empty at worst. Not thread-safe.
 */
final class TokenBuckets {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Rate rate;
    private final int remembered;
    private final Clock clock;
    private final long tokenNanos;
    private final long spanNanos;
    private final Map<String, Long> fullAt = new LinkedHashMap<>(16, 0.75f, true);
    private long sharedFullAt;

    /** Buckets of a rate that limits, at most {@code remembered} of them. */
    TokenBuckets(Rate rate, int remembered, Clock clock) {
        this.rate = rate;
        this.remembered = remembered;
        this.clock = clock;
        this.tokenNanos = Math.round(SECOND / rate.perSecond());
        this.spanNanos = tokenNanos * rate.burst();
    }

    /** How a bucket stands; takes nothing. */
    Standing look(String policy, String id) {
        long now = now();
        long missing = fullAt(id, now) - now;
        long wait = Math.max(0, missing + tokenNanos - spanNanos);
        return new Standing(
                policy,
                rate.burst(),
                seconds(spanNanos),
                (spanNanos - missing) / tokenNanos,
                seconds(missing),
                Duration.ofSeconds(seconds(wait)));
    }

    /** Takes one token, which a look has shown to be there. */
    void take(String id) {
        long now = now();
        long later = fullAt(id, now) + tokenNanos;
        forgetFull(now);
        if (fullAt.size() < remembered || fullAt.containsKey(id)) {
            fullAt.put(id, later);
        } else {
            sharedFullAt = later;
        }
    }

    int size() {
        return fullAt.size();
    }

    /** What lies further ahead than an empty bucket can be was noted before the clock was set back, and is mended. */
    private long fullAt(String id, long now) {
        long latest = now + spanNanos;
        Long known = fullAt.get(id);
        if (known == null) {
            sharedFullAt = Math.min(sharedFullAt, latest);
            return Math.max(sharedFullAt, now);
        }
        long mended = Math.min(known, latest);
        if (mended < known) {
            fullAt.put(id, mended);
        }
        return Math.max(mended, now);
    }

    /** Looks at the least recently used ones, so that each call costs little. */
    private void forgetFull(long now) {
        Iterator<Long> oldest = fullAt.values().iterator();
        while (oldest.hasNext() && oldest.next() <= now) {
            oldest.remove();
        }
    }

    private long now() {
        Instant now = clock.instant();
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), SECOND), now.getNano());
    }

    private static long seconds(long nanos) {
        return (nanos + SECOND - 1) / SECOND;
    }

    /**
     * How a bucket stands.
     *
     * @param policy name of the limit
     * @param quota how much fits in
     * @param window seconds in which it fills
     * @param remaining whole tokens in it
     * @param reset seconds until it is full, rounded up
     * @param delay how long until there is a token, zero when there is one
     */
    record Standing(String policy, int quota, long window, long remaining, long reset, Duration delay) {
        boolean refuses() {
            return !delay.isZero();
        }
    }
}
