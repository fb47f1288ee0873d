package io.thumbstream.reward.wire;

import io.thumbstream.reward.assemble.Ballot;
import io.thumbstream.reward.assemble.GroupState;
import io.thumbstream.reward.assemble.JoinerStore;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.StallGuard;
import io.thumbstream.reward.assemble.Timer;
import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.transform.Running;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The joiner's state in one key-value store. What is read at every step (waiting events, timers, parked feedback) is
 * mirrored in memory and written through; it is read back when the store is opened.
 */
final class KeyValueJoinerStore implements JoinerStore {
    private static final byte[] PRESENT = {1};

    private final KeyValueStore<Bytes, byte[]> store;
    private final StateSeal seal;
    private final TreeSet<Event> events = new TreeSet<>(Event.CANONICAL);
    private final TreeSet<Timer> timers = new TreeSet<>();
    private final TreeSet<Timer> retentions = new TreeSet<>();
    private final Map<String, TreeSet<FeedbackEvent>> parked = new HashMap<>();
    private final StepMemo memo = new StepMemo();
    private final JoinerMeta meta;
    private int groups;

    KeyValueJoinerStore(KeyValueStore<Bytes, byte[]> store, StateSeal seal) {
        this.store = store;
        this.seal = seal;
        each(StateKeys.all(StateKeys.EVENT), (key, value) -> event(value).ifPresent(events::add));
        each(StateKeys.all(StateKeys.TIMER), (key, value) -> mirror(StateKeys.timer(key)));
        each(
                StateKeys.all(StateKeys.PARKED),
                (key, value) -> event(value).map(FeedbackEvent.class::cast).ifPresent(this::mirror));
        each(StateKeys.all(StateKeys.GROUP), (key, value) -> groups++);
        meta = new JoinerMeta(store);
    }

    private void each(Bytes prefix, BiConsumer<Bytes, byte[]> action) {
        try (KeyValueIterator<Bytes, byte[]> found = store.prefixScan(prefix, new BytesSerializer())) {
            found.forEachRemaining(entry -> action.accept(entry.key, entry.value));
        }
    }

    /** Empty when it is of a person who was erased. */
    private Optional<Event> event(byte[] stored) {
        return seal.open(stored).map(EventCodec::decode);
    }

    private void mirror(Timer timer) {
        timers.add(timer);
        if (timer.kind() == Timer.Kind.RETENTION) {
            retentions.add(timer);
        }
    }

    private void mirror(FeedbackEvent feedback) {
        parked.computeIfAbsent(feedback.groupId(), id -> new TreeSet<>(Event.CANONICAL))
                .add(feedback);
    }

    @Override
    public @Nullable GroupState group(String groupId) {
        return known(groupId).orElse(null);
    }

    private Optional<GroupState> known(String groupId) {
        return memo.group(groupId, () -> read(StateKeys.member(StateKeys.GROUP, groupId, ""))
                .map(StateCodec::group));
    }

    private Optional<byte[]> read(Bytes key) {
        return Optional.ofNullable(store.get(key));
    }

    /** Unlike {@code delete}, this does not read the value that goes. */
    private void remove(Bytes key) {
        store.put(key, null);
    }

    @Override
    public void put(GroupState group) {
        if (known(group.groupId()).isEmpty()) {
            groups++;
        }
        memo.put(group);
        store.put(StateKeys.member(StateKeys.GROUP, group.groupId(), ""), StateCodec.encode(group));
    }

    @Override
    public int groupCount() {
        return groups;
    }

    @Override
    public void drop(String groupId) {
        memo.forget();
        Bytes head = StateKeys.member(StateKeys.GROUP, groupId, "");
        if (store.delete(head) != null) {
            groups--;
        }
        List<Bytes> keys = new ArrayList<>();
        for (char kind : new char[] {StateKeys.ROLLOUT, StateKeys.BALLOT, StateKeys.SEEN}) {
            each(StateKeys.group(kind, groupId), (key, value) -> keys.add(key));
        }
        keys.forEach(this::remove);
    }

    @Override
    public @Nullable RolloutState rollout(String groupId, String rolloutId) {
        Bytes key = StateKeys.member(StateKeys.ROLLOUT, groupId, rolloutId);
        return memo.rollout(key, () -> read(key).flatMap(seal::open).map(this::decoded))
                .orElse(null);
    }

    @Override
    public List<RolloutState> rollouts(String groupId) {
        List<RolloutState> found = new ArrayList<>();
        each(
                StateKeys.group(StateKeys.ROLLOUT, groupId),
                (key, value) -> seal.open(value).map(this::decoded).ifPresent(found::add));
        found.sort(Comparator.comparing(state -> state.rollout().index()));
        return found;
    }

    private RolloutState decoded(byte[] opened) {
        return StateCodec.rollout(opened, seal);
    }

    @Override
    public void put(RolloutState state) {
        RolloutEvent rollout = state.rollout();
        Bytes key = StateKeys.member(StateKeys.ROLLOUT, rollout.groupId(), rollout.id());
        memo.written(key);
        store.put(key, seal.close(rollout.userKey(), StateCodec.encode(state, seal)));
    }

    @Override
    public @Nullable Ballot ballot(String groupId, String labelId) {
        return read(StateKeys.member(StateKeys.BALLOT, groupId, labelId))
                .flatMap(seal::open)
                .map(StateCodec::ballot)
                .orElse(null);
    }

    @Override
    public void put(Ballot ballot) {
        store.put(
                StateKeys.member(StateKeys.BALLOT, ballot.groupId(), ballot.labelId()),
                seal.close(ballot.userKey(), StateCodec.encode(ballot)));
    }

    @Override
    public @Nullable String seen(String groupId, String feedbackId) {
        return read(StateKeys.member(StateKeys.SEEN, groupId, feedbackId))
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .orElse(null);
    }

    @Override
    public void remember(String groupId, String feedbackId, String labelId) {
        store.put(StateKeys.member(StateKeys.SEEN, groupId, feedbackId), labelId.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<FeedbackEvent> parked(String groupId) {
        TreeSet<FeedbackEvent> waiting = parked.get(groupId);
        return waiting == null ? List.of() : List.copyOf(waiting);
    }

    @Override
    public void park(FeedbackEvent feedback) {
        mirror(feedback);
        store.put(parkedKey(feedback), seal.close(feedback.userKey(), EventCodec.encode(feedback)));
    }

    @Override
    public boolean unpark(FeedbackEvent feedback) {
        TreeSet<FeedbackEvent> waiting = parked.get(feedback.groupId());
        if (waiting == null || !waiting.remove(feedback)) {
            return false;
        }
        if (waiting.isEmpty()) {
            parked.remove(feedback.groupId());
        }
        remove(parkedKey(feedback));
        return true;
    }

    private static Bytes parkedKey(FeedbackEvent feedback) {
        return StateKeys.member(StateKeys.PARKED, feedback.groupId(), feedback.id());
    }

    @Override
    public void enqueue(Event event) {
        events.add(event);
        store.put(StateKeys.event(event), seal.close(event.userKey(), EventCodec.encode(event)));
    }

    @Override
    public @Nullable Event firstEvent() {
        return events.isEmpty() ? null : events.first();
    }

    @Override
    public void dequeue(Event event) {
        begin();
        events.remove(event);
        remove(StateKeys.event(event));
    }

    private void begin() {
        meta.busy();
        memo.forget();
    }

    @Override
    public void schedule(Timer timer) {
        mirror(timer);
        store.put(StateKeys.timer(timer), PRESENT);
    }

    @Override
    public @Nullable Timer firstTimer() {
        return timers.isEmpty() ? null : timers.first();
    }

    @Override
    public @Nullable Timer firstRetention() {
        return retentions.isEmpty() ? null : retentions.first();
    }

    @Override
    public void cancel(Timer timer) {
        begin();
        timers.remove(timer);
        retentions.remove(timer);
        remove(StateKeys.timer(timer));
    }

    @Override
    public long frontier() {
        return meta.frontier();
    }

    @Override
    public void frontier(long micros) {
        meta.frontier(micros);
    }

    @Override
    public StallGuard guard() {
        return meta.guard();
    }

    @Override
    public void guard(StallGuard changed) {
        meta.guard(changed);
    }

    /** See {@link JoinerMeta#flush}. */
    void flushMeta() {
        meta.flush();
    }

    /** Event time of the newest event that waits, microseconds. */
    OptionalLong newestWaiting() {
        return events.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(events.last().timeMicros());
    }

    List<Running> running() {
        return meta.running();
    }

    void running(List<Running> running) {
        meta.running(running);
    }
}
