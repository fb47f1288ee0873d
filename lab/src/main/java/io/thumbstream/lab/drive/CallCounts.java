package io.thumbstream.lab.drive;

import java.util.Map;
import java.util.TreeMap;

/**
 * What became of one kind of call.
 *
 * @param sent distinct calls begun
 * @param accepted distinct calls that were answered 2xx in the end
 * @param failed distinct calls given up
 * @param retries attempts beyond the first
 * @param statuses attempts by HTTP status; 0 stands for no answer at all
 */
public record CallCounts(long sent, long accepted, long failed, long retries, Map<Integer, Long> statuses) {
    static final CallCounts NONE = new CallCounts(0, 0, 0, 0, Map.of());

    public CallCounts {
        statuses = Map.copyOf(statuses);
    }

    /** Returns how many attempts were answered with anything but 2xx, or not at all. */
    public long refusals() {
        return statuses.entrySet().stream()
                .filter(entry -> entry.getKey() / 100 != 2)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Whether every call has ended, one way or the other. */
    boolean isOver() {
        return sent == accepted + failed;
    }

    CallCounts begun() {
        return new CallCounts(sent + 1, accepted, failed, retries, statuses);
    }

    CallCounts ended(boolean success) {
        return new CallCounts(sent, accepted + (success ? 1 : 0), failed + (success ? 0 : 1), retries, statuses);
    }

    CallCounts attempt(int status, boolean again) {
        Map<Integer, Long> more = new TreeMap<>(statuses);
        more.merge(status, 1L, Long::sum);
        return new CallCounts(sent, accepted, failed, retries + (again ? 1 : 0), more);
    }
}
