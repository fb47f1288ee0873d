package io.thumbstream.launcher.up;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How long somebody is waited for who says what it has reached: until it has stood still for a time.
 *
 * <p>It gets on when one of the numbers it says is higher than ever before. Words do not count, nor numbers that fall and rise again: a
 * service whose state goes to and fro would be waited for without end. One thread owns it.
 */
final class Patience {
    private static final Duration NEWS_EVERY = Duration.ofSeconds(10);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final Duration stillAtMost;
    private final Map<String, Long> highest = new TreeMap<>();
    private final Map<String, String> seen = new TreeMap<>();
    private final Map<String, String> told = new TreeMap<>();
    private long movedAt;
    private long toldAt;

    /** @param stillAtMost how long it may stand still */
    Patience(Duration stillAtMost) {
        this.stillAtMost = stillAtMost;
    }

    /**
     * Takes in what it says now; gives whether to wait on.
     *
     * @param said facts by name
     * @param now in nanoseconds of a clock that never goes back
     */
    boolean lasts(Map<String, String> said, long now) {
        if (seen.isEmpty()) {
            told.putAll(said);
            toldAt = now;
            movedAt = now;
        }
        seen.clear();
        seen.putAll(said);
        if (getsOn(said)) {
            movedAt = now;
        }
        return now - movedAt <= stillAtMost.toNanos();
    }

    private boolean getsOn(Map<String, String> said) {
        boolean higher = false;
        for (Map.Entry<String, String> fact : said.entrySet()) {
            if (NUMBER.matcher(fact.getValue()).matches()) {
                long value = Long.parseLong(fact.getValue());
                higher |= value > highest.getOrDefault(fact.getKey(), -1L);
                highest.merge(fact.getKey(), value, Math::max);
            }
        }
        return higher;
    }

    /** The facts that changed since they were last told, now and then; empty when there are none, or not yet. */
    Optional<String> news(long now) {
        if (seen.equals(told) || now - toldAt < NEWS_EVERY.toNanos()) {
            return Optional.empty();
        }
        Map<String, String> changed = new TreeMap<>(seen);
        changed.entrySet().removeAll(told.entrySet());
        told.clear();
        told.putAll(seen);
        toldAt = now;
        return Optional.of(changed.toString());
    }
}
