package io.thumbstream.reward.wire;

import io.thumbstream.reward.assemble.Timer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Timers in the order in which they are due; in memory, and in the store for the next start.
 *
 * <p>That of a group's retention is kept with the head of the group, which is written anyway: whoever sets one writes the head.
 */
final class StoredTimers {
    private static final byte[] PRESENT = {1};

    private final KeyValueStore<Bytes, byte[]> store;
    private final TreeSet<Timer> all = new TreeSet<>();
    private final TreeSet<Timer> retentions = new TreeSet<>();
    private final Map<String, Long> dueOfGroups = new HashMap<>();
    /** Timers of retention that an earlier release stored by themselves. */
    private final Set<Timer> ofEarlierRelease = new HashSet<>();

    /** Those that were set when the store was used last, without those that are kept with heads of groups. */
    StoredTimers(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        Scan.each(store, StateKeys.all(StateKeys.TIMER), (key, value) -> {
            Timer timer = StateKeys.timer(key);
            mirror(timer);
            if (timer.kind() == Timer.Kind.RETENTION) {
                ofEarlierRelease.add(timer);
            }
        });
    }

    private void mirror(Timer timer) {
        all.add(timer);
        if (timer.kind() == Timer.Kind.RETENTION) {
            retentions.add(timer);
            dueOfGroups.put(timer.groupId(), timer.dueMicros());
        }
    }

    /** Knows again the timer of retention that was kept with the head of its group. */
    void retained(byte[] head) {
        StateCodec.retention(head)
                .ifPresent(due -> mirror(new Timer(
                        due, Timer.Kind.RETENTION, StateCodec.group(head).groupId(), "")));
    }

    /** When the retention of a group is due, to be kept with its head. */
    OptionalLong retention(String groupId) {
        Long due = dueOfGroups.get(groupId);
        return due == null ? OptionalLong.empty() : OptionalLong.of(due);
    }

    void add(Timer timer) {
        mirror(timer);
        if (timer.kind() != Timer.Kind.RETENTION) {
            store.put(StateKeys.timer(timer), PRESENT);
        }
    }

    void remove(Timer timer) {
        all.remove(timer);
        boolean stored = true;
        if (timer.kind() == Timer.Kind.RETENTION) {
            retentions.remove(timer);
            dueOfGroups.remove(timer.groupId(), timer.dueMicros());
            stored = ofEarlierRelease.remove(timer);
        }
        if (stored) {
            store.put(StateKeys.timer(timer), null);
        }
    }

    @Nullable
    Timer first() {
        return all.isEmpty() ? null : all.first();
    }

    @Nullable
    Timer firstRetention() {
        return retentions.isEmpty() ? null : retentions.first();
    }
}
