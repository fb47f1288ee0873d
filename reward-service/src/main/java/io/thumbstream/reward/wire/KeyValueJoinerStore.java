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
import io.thumbstream.schemas.RolloutIds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The joiner's state in one key-value store. Waiting events, timers and parked feedback are mirrored in memory and read back when it is opened.
 */
final class KeyValueJoinerStore implements JoinerStore {
    private static final int MOST_ASKED_FOR = 64;

    private final KeyValueStore<Bytes, byte[]> store;
    private final StateSeal seal;
    private final WaitingEvents events;
    private final StoredTimers timers;
    private final ParkedFeedback parked;
    private final StepMemo memo = new StepMemo();
    private final JoinerMeta meta;
    private int groups;

    /** A store in which no event was kept as the record that it came in. */
    KeyValueJoinerStore(KeyValueStore<Bytes, byte[]> store, StateSeal seal) {
        this(store, seal, WaitingEvents.Records.none());
    }

    /** @param records reads events that are kept as the records that they came in */
    KeyValueJoinerStore(KeyValueStore<Bytes, byte[]> store, StateSeal seal, WaitingEvents.Records records) {
        this.store = store;
        this.seal = seal;
        events = new WaitingEvents(store, seal, records);
        timers = new StoredTimers(store);
        parked = new ParkedFeedback(store, seal);
        Scan.each(store, StateKeys.all(StateKeys.GROUP), (key, value) -> {
            groups++;
            timers.retained(value);
        });
        meta = new JoinerMeta(store);
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

    @Override
    public void put(GroupState group) {
        if (known(group.groupId()).isEmpty()) {
            groups++;
        }
        memo.put(group);
        write(group);
    }

    private void write(GroupState group) {
        store.put(
                StateKeys.member(StateKeys.GROUP, group.groupId(), ""),
                StateCodec.encode(group, timers.retention(group.groupId())));
    }

    @Override
    public int groupCount() {
        return groups;
    }

    @Override
    public void drop(String groupId) {
        memo.forget();
        byte[] head = store.delete(StateKeys.member(StateKeys.GROUP, groupId, ""));
        if (head != null) {
            groups--;
            meta.forgotten(StateCodec.group(head));
        }
        List<Bytes> keys = new ArrayList<>();
        for (char kind : new char[] {StateKeys.ROLLOUT, StateKeys.BALLOT, StateKeys.SEEN}) {
            Scan.each(store, StateKeys.group(kind, groupId), (key, value) -> keys.add(key));
        }
        keys.forEach(key -> store.put(key, null)); // unlike delete, this does not read the value that goes
    }

    @Override
    public @Nullable RolloutState rollout(String groupId, String rolloutId) {
        Bytes key = StateKeys.member(StateKeys.ROLLOUT, groupId, rolloutId);
        return memo.rollout(key, () -> read(key).flatMap(this::opened)).orElse(null);
    }

    private Optional<RolloutState> opened(byte[] stored) {
        return seal.open(stored).map(opened -> StateCodec.rollout(opened, seal));
    }

    @Override
    public List<RolloutState> rollouts(String groupId) {
        List<RolloutState> found = new ArrayList<>();
        if (!foundById(groupId, found)) {
            found.clear();
            Scan.each(store, StateKeys.group(StateKeys.ROLLOUT, groupId), (key, value) -> opened(value)
                    .ifPresent(found::add));
        }
        found.sort(Comparator.comparing(state -> state.rollout().index()));
        return found;
    }

    /**
     * Asks for the answers of a group by the ids that they usually have, because a search costs many times as much.
     *
     * @return whether these are all that arrived; those of people who were erased count and are left out
     */
    private boolean foundById(String groupId, List<RolloutState> found) {
        GroupState group = known(groupId).orElse(null);
        if (group == null || group.expected() > MOST_ASKED_FOR) {
            return false;
        }
        int there = 0;
        for (int i = 0; i < group.expected() && there < group.arrived(); i++) {
            Bytes key = StateKeys.member(StateKeys.ROLLOUT, groupId, RolloutIds.of(groupId, i));
            Optional<RolloutState> known = memo.known(key);
            if (known.isPresent()) {
                found.add(known.get());
                there++;
            } else {
                byte[] stored = store.get(key);
                if (stored != null) {
                    opened(stored).ifPresent(found::add);
                    there++;
                }
            }
        }
        return there == group.arrived();
    }

    @Override
    public void put(RolloutState state) {
        RolloutEvent rollout = state.rollout();
        Bytes key = StateKeys.member(StateKeys.ROLLOUT, rollout.groupId(), rollout.id());
        byte[] closed = seal.close(rollout.userKey(), StateCodec.encode(state, seal));
        memo.put(key, StateSeal.isEmpty(closed) ? Optional.empty() : Optional.of(state));
        store.put(key, closed);
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
        return parked.of(groupId);
    }

    @Override
    public void park(FeedbackEvent feedback) {
        parked.add(feedback);
    }

    @Override
    public boolean unpark(FeedbackEvent feedback) {
        return parked.remove(feedback);
    }

    @Override
    public void enqueue(Event event) {
        events.add(event);
    }

    /** @param record the record the event came in, which is kept instead of the event */
    void enqueue(Event event, byte[] record) {
        events.add(event, record);
    }

    @Override
    public @Nullable Event firstEvent() {
        return events.first();
    }

    @Override
    public void dequeue(Event event) {
        begin();
        events.remove(event);
    }

    private void begin() {
        meta.busy();
        memo.forget();
    }

    @Override
    public void schedule(Timer timer) {
        timers.add(timer);
        if (timer.kind() == Timer.Kind.RETENTION) {
            known(timer.groupId()).ifPresent(this::write);
        }
    }

    @Override
    public @Nullable Timer firstTimer() {
        return timers.first();
    }

    @Override
    public @Nullable Timer firstRetention() {
        return timers.firstRetention();
    }

    @Override
    public void cancel(Timer timer) {
        begin();
        timers.remove(timer);
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

    /** Writes down what is kept in memory only, see {@link JoinerMeta#flush}, and forgets what the last step has read. */
    void flush() {
        meta.flush();
        memo.forget();
    }

    /** Event time of the newest event that waits, microseconds. */
    OptionalLong newestWaiting() {
        return events.newestMicros();
    }

    List<Running> running() {
        return meta.running();
    }

    void running(List<Running> running) {
        meta.running(running);
    }

    JoinerMeta meta() {
        return meta;
    }
}
