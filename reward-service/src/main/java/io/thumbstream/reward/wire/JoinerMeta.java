package io.thumbstream.reward.wire;

import io.thumbstream.reward.ask.ActiveQuerySelector;
import io.thumbstream.reward.assemble.AskedPair;
import io.thumbstream.reward.assemble.GroupState;
import io.thumbstream.reward.assemble.StallGuard;
import io.thumbstream.reward.transform.Running;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** What a joiner keeps beside its groups: how far it has released, and its running measures. Not thread-safe. */
final class JoinerMeta {
    private static final Bytes FRONTIER = StateKeys.meta("frontier");
    private static final Bytes GUARD = StateKeys.meta("guard");
    private static final Bytes RUNNING = StateKeys.meta("running");
    private static final Bytes ASKING = StateKeys.meta("asking");
    private static final long SILENCE_STEP_MICROS = 10_000_000;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, AskedPair> askedOfForgotten = new HashMap<>();
    private long frontier;
    private long writtenFrontier;
    private StallGuard guard;
    private List<Running> running;
    private boolean rerun;
    private ActiveQuerySelector.State asking;
    private boolean asked;
    private boolean busy;

    /** As it was when it was written last. */
    JoinerMeta(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        byte[] savedFrontier = store.get(FRONTIER);
        frontier = savedFrontier == null ? Long.MIN_VALUE : StateCodec.number(savedFrontier);
        writtenFrontier = frontier;
        byte[] savedGuard = store.get(GUARD);
        guard = savedGuard == null ? StallGuard.fresh() : StateCodec.guard(savedGuard);
        byte[] savedRunning = store.get(RUNNING);
        running = savedRunning == null ? List.of() : StateCodec.running(savedRunning);
        byte[] savedAsking = store.get(ASKING);
        asking = savedAsking == null ? ActiveQuerySelector.State.NONE : StateCodec.asking(savedAsking);
    }

    long frontier() {
        return frontier;
    }

    void frontier(long micros) {
        frontier = micros;
    }

    StallGuard guard() {
        return guard;
    }

    void guard(StallGuard changed) {
        guard = changed;
    }

    /** Something happened that a restart must not forget. */
    void busy() {
        busy = true;
    }

    /**
     * Writes down what changed, once per batch in which something happened, and in silence now and then, because a
     * restart takes event time from it.
     */
    void flush() {
        if (busy || frontier > writtenFrontier + SILENCE_STEP_MICROS) {
            store.put(FRONTIER, StateCodec.encode(frontier));
            store.put(GUARD, StateCodec.encode(guard));
            writtenFrontier = frontier;
            busy = false;
        }
        if (rerun) {
            store.put(RUNNING, StateCodec.encode(running));
            rerun = false;
        }
        if (asked) {
            store.put(ASKING, StateCodec.encode(asking));
            asked = false;
        }
        askedOfForgotten.clear();
    }

    List<Running> running() {
        return running;
    }

    void running(List<Running> changed) {
        running = List.copyOf(changed);
        rerun = true;
    }

    /** What the choice of questions remembers from pair to pair. */
    ActiveQuerySelector.State asking() {
        return asking;
    }

    void asking(ActiveQuerySelector.State changed) {
        asking = changed;
        asked = true;
    }

    /** A group is forgotten, but not before the next flush what was decided about asking: labels that it made before may not be written yet. */
    void forgotten(GroupState group) {
        group.asked().ifPresent(pair -> askedOfForgotten.put(group.groupId(), pair));
    }

    /** What was decided about asking in a group that was forgotten since the last flush. */
    Optional<AskedPair> askedOfForgotten(String groupId) {
        return Optional.ofNullable(askedOfForgotten.get(groupId));
    }
}
