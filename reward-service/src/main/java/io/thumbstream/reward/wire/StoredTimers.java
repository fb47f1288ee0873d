package io.thumbstream.reward.wire;

import io.thumbstream.reward.assemble.Timer;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Timers in the order in which they are due; in memory, and in the store for the next start. */
final class StoredTimers {
    private static final byte[] PRESENT = {1};

    private final KeyValueStore<Bytes, byte[]> store;
    private final TreeSet<Timer> all = new TreeSet<>();
    private final TreeSet<Timer> retentions = new TreeSet<>();

    /** Those that were set when the store was used last. */
    StoredTimers(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        Scan.each(store, StateKeys.all(StateKeys.TIMER), (key, value) -> mirror(StateKeys.timer(key)));
    }

    private void mirror(Timer timer) {
        all.add(timer);
        if (timer.kind() == Timer.Kind.RETENTION) {
            retentions.add(timer);
        }
    }

    void add(Timer timer) {
        mirror(timer);
        store.put(StateKeys.timer(timer), PRESENT);
    }

    void remove(Timer timer) {
        all.remove(timer);
        retentions.remove(timer);
        store.put(StateKeys.timer(timer), null);
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
