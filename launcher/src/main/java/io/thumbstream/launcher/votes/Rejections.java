package io.thumbstream.launcher.votes;

import java.util.LinkedHashMap;
import java.util.Map;

/** Lines that were not used, counted by reason, with the place of the first of each. Not thread-safe. */
final class Rejections {
    private final Map<String, Reason> byReason = new LinkedHashMap<>();

    /**
     * One reason.
     *
     * @param count lines
     * @param first where the first stands
     */
    record Reason(long count, String first) {}

    void add(String reason, String where) {
        byReason.merge(reason, new Reason(1, where), (known, one) -> new Reason(known.count() + 1, known.first()));
    }

    /** Takes over the counts of others. */
    void addAll(Rejections others) {
        others.byReason.forEach((reason, one) ->
                byReason.merge(reason, one, (known, more) -> new Reason(known.count() + more.count(), known.first())));
    }

    long total() {
        return byReason.values().stream().mapToLong(Reason::count).sum();
    }

    Map<String, Reason> byReason() {
        return Map.copyOf(byReason);
    }
}
