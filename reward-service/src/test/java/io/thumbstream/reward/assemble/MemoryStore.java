package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.FeedbackEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A joiner store in memory. */
final class MemoryStore implements JoinerStore {
    final Map<String, GroupState> groups = new TreeMap<>();
    final Map<String, RolloutState> rollouts = new TreeMap<>();
    final Map<String, Ballot> ballots = new TreeMap<>();
    final Map<String, String> seen = new TreeMap<>();
    final TreeSet<FeedbackEvent> parked = new TreeSet<>(Event.CANONICAL);
    final TreeSet<Event> events = new TreeSet<>(Event.CANONICAL);
    final TreeSet<Timer> timers = new TreeSet<>();
    private long frontier = Long.MIN_VALUE;
    private StallGuard guard = StallGuard.fresh();

    @Override
    public @Nullable GroupState group(String groupId) {
        return groups.get(groupId);
    }

    @Override
    public void put(GroupState group) {
        groups.put(group.groupId(), group);
    }

    @Override
    public int groupCount() {
        return groups.size();
    }

    @Override
    public void drop(String groupId) {
        groups.remove(groupId);
        rollouts.values().removeIf(state -> state.rollout().groupId().equals(groupId));
        ballots.values().removeIf(ballot -> ballot.groupId().equals(groupId));
        seen.keySet().removeIf(key -> key.startsWith(groupId + "|"));
    }

    @Override
    public @Nullable RolloutState rollout(String groupId, String rolloutId) {
        return rollouts.get(rolloutId);
    }

    @Override
    public List<RolloutState> rollouts(String groupId) {
        return rollouts.values().stream()
                .filter(state -> state.rollout().groupId().equals(groupId))
                .sorted(Comparator.comparing(state -> state.rollout().index()))
                .toList();
    }

    @Override
    public void put(RolloutState state) {
        rollouts.put(state.rollout().id(), state);
    }

    @Override
    public @Nullable Ballot ballot(String groupId, String labelId) {
        return ballots.get(labelId);
    }

    @Override
    public void put(Ballot ballot) {
        ballots.put(ballot.labelId(), ballot);
    }

    @Override
    public @Nullable String seen(String groupId, String feedbackId) {
        return seen.get(groupId + "|" + feedbackId);
    }

    @Override
    public void remember(String groupId, String feedbackId, String labelId) {
        seen.put(groupId + "|" + feedbackId, labelId);
    }

    @Override
    public List<FeedbackEvent> parked(String groupId) {
        return parked.stream().filter(each -> each.groupId().equals(groupId)).toList();
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

    @Override
    public @Nullable Event firstEvent() {
        return events.isEmpty() ? null : events.first();
    }

    @Override
    public void dequeue(Event event) {
        events.remove(event);
    }

    @Override
    public void schedule(Timer timer) {
        timers.add(timer);
    }

    @Override
    public @Nullable Timer firstTimer() {
        return timers.isEmpty() ? null : timers.first();
    }

    @Override
    public @Nullable Timer firstRetention() {
        return timers.stream()
                .filter(timer -> timer.kind() == Timer.Kind.RETENTION)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void cancel(Timer timer) {
        timers.remove(timer);
    }

    @Override
    public long frontier() {
        return frontier;
    }

    @Override
    public void frontier(long micros) {
        frontier = micros;
    }

    @Override
    public StallGuard guard() {
        return guard;
    }

    @Override
    public void guard(StallGuard changed) {
        guard = changed;
    }
}
