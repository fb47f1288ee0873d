package io.thumbstream.reward.wire;

import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.FeedbackEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Feedback that waits for its rollout or for what it withdraws, by group; in memory, and in the store for the next start. */
final class ParkedFeedback {
    private final KeyValueStore<Bytes, byte[]> store;
    private final StateSeal seal;
    private final Map<String, TreeSet<FeedbackEvent>> groups = new HashMap<>();

    /** What waited when the store was used last. */
    ParkedFeedback(KeyValueStore<Bytes, byte[]> store, StateSeal seal) {
        this.store = store;
        this.seal = seal;
        Scan.each(store, StateKeys.all(StateKeys.PARKED), (key, value) -> seal.open(value)
                .map(EventCodec::decode)
                .map(FeedbackEvent.class::cast)
                .ifPresent(this::mirror));
    }

    private void mirror(FeedbackEvent feedback) {
        groups.computeIfAbsent(feedback.groupId(), id -> new TreeSet<>(Event.CANONICAL))
                .add(feedback);
    }

    /** Of one group, in canonical order. */
    List<FeedbackEvent> of(String groupId) {
        TreeSet<FeedbackEvent> waiting = groups.get(groupId);
        return waiting == null ? List.of() : List.copyOf(waiting);
    }

    void add(FeedbackEvent feedback) {
        mirror(feedback);
        store.put(key(feedback), seal.close(feedback.userKey(), EventCodec.encode(feedback)));
    }

    /** @return whether it was there */
    boolean remove(FeedbackEvent feedback) {
        TreeSet<FeedbackEvent> waiting = groups.get(feedback.groupId());
        if (waiting == null || !waiting.remove(feedback)) {
            return false;
        }
        if (waiting.isEmpty()) {
            groups.remove(feedback.groupId());
        }
        store.put(key(feedback), null);
        return true;
    }

    private static Bytes key(FeedbackEvent feedback) {
        return StateKeys.member(StateKeys.PARKED, feedback.groupId(), feedback.id());
    }
}
