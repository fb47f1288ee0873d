package io.thumbstream.learner.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Groups that wait to be learned from, one revision each.
 *
 * <p>A higher revision replaces a lower one and inherits its uses; a lower or equal one is ignored, also after the group
 * was used up. Order is by event time, then id, so that contents do not depend on arrival order. What leaves unused is
 * counted by reason. Not thread-safe.
 *
 * @param <K> place of the group in its topic, handed back with it
 */
public final class ReplayBuffer<K> {
    /** Why a group left without being used up. */
    public enum Drop {
        STALE,
        OVERFLOW,
        NO_SIGNAL
    }

    /**
     * A group in the buffer.
     *
     * @param uses steps that used it in any revision
     * @param revisionUses steps that used this revision
     */
    public record Held<K>(K place, RolloutGroup group, int uses, int revisionUses) {}

    /** What is remembered of a group that is not waiting. */
    public record Past(int revision, int uses) {}

    private static final Comparator<Held<?>> OLDEST_FIRST = Comparator.<Held<?>, java.time.Instant>comparing(
                    held -> held.group().eventTime())
            .thenComparing(held -> held.group().groupId());

    private final ReplaySettings settings;
    private final Predicate<RolloutGroup> usable;
    private final Map<String, Held<K>> waiting = new TreeMap<>();
    private final LinkedHashMap<String, Past> past = new LinkedHashMap<>();
    private final Map<Drop, Long> drops = new TreeMap<>();

    /** @param usable whether a group carries the signal that the configured objective needs */
    public ReplayBuffer(ReplaySettings settings, Predicate<RolloutGroup> usable) {
        this.settings = settings;
        this.usable = usable;
    }

    /** Takes in a revision; returns whether it is now waiting. */
    public boolean accept(K place, RolloutGroup group) {
        String id = group.groupId();
        Held<K> held = waiting.get(id);
        Past before = held == null
                ? past.getOrDefault(id, new Past(0, 0))
                : new Past(held.group().revision(), held.uses());
        if (group.revision() <= before.revision()) {
            return false;
        }
        waiting.remove(id);
        past.remove(id);
        if (!usable.test(group)) {
            drop(Drop.NO_SIGNAL, group, before.uses());
            return false;
        }
        if (before.uses() >= settings.maxUses()) {
            remember(group, before.uses());
            return false;
        }
        waiting.put(id, new Held<>(place, group, before.uses(), 0));
        while (waiting.size() > settings.capacity()) {
            Held<K> oldest = waiting.values().stream().min(OLDEST_FIRST).orElseThrow();
            waiting.remove(oldest.group().groupId());
            drop(Drop.OVERFLOW, oldest.group(), oldest.uses());
        }
        return waiting.containsKey(id);
    }

    /** Drops the groups that are too old for {@code version}, the newest published one. */
    public void dropStale(long version) {
        for (Iterator<Held<K>> all = waiting.values().iterator(); all.hasNext(); ) {
            Held<K> held = all.next();
            if (held.group().lag(version) > settings.maxPolicyLag()) {
                all.remove();
                drop(Drop.STALE, held.group(), held.uses());
            }
        }
    }

    /** Drops all waiting groups, as if they were too old. */
    public void dropWaiting() {
        waiting.values().forEach(held -> drop(Drop.STALE, held.group(), held.uses()));
        waiting.clear();
    }

    /** Waiting groups, oldest first. */
    public List<Held<K>> waiting() {
        return waiting.values().stream().sorted(OLDEST_FIRST).toList();
    }

    /** Number of waiting groups. */
    public int size() {
        return waiting.size();
    }

    /** Notes that a step used this revision of a group; at the limit of uses the group leaves. */
    public void used(String groupId, int revision) {
        Held<K> held = waiting.get(groupId);
        if (held == null || held.group().revision() != revision) {
            Past before = past.getOrDefault(groupId, new Past(revision, 0));
            if (held == null) {
                remember(groupId, new Past(Math.max(revision, before.revision()), before.uses() + 1));
            }
            return;
        }
        int uses = held.uses() + 1;
        int revisionUses = held.revisionUses() + 1;
        if (uses >= settings.maxUses() || revisionUses >= settings.usesPerRevision()) {
            waiting.remove(groupId);
            remember(held.group(), uses);
        } else {
            waiting.put(groupId, new Held<>(held.place(), held.group(), uses, revisionUses));
        }
    }

    /** Counts of groups that left unused since the buffer was made, by reason. */
    public Map<Drop, Long> drops() {
        return Map.copyOf(drops);
    }

    /** What is remembered of groups that are not waiting, oldest memory first. */
    public Map<String, Past> past() {
        return new LinkedHashMap<>(past);
    }

    /** What is remembered of one group that is not waiting. */
    public Optional<Past> past(String groupId) {
        return Optional.ofNullable(past.get(groupId));
    }

    /** Replaces the contents, as taken from {@link #waiting()} and {@link #past()}. */
    public void restore(List<Held<K>> held, Map<String, Past> memory) {
        waiting.clear();
        past.clear();
        new ArrayList<>(held).forEach(each -> waiting.put(each.group().groupId(), each));
        past.putAll(memory);
    }

    private void drop(Drop reason, RolloutGroup group, int uses) {
        drops.merge(reason, 1L, Long::sum);
        remember(group, uses);
    }

    private void remember(RolloutGroup group, int uses) {
        remember(group.groupId(), new Past(group.revision(), uses));
    }

    private void remember(String groupId, Past what) {
        past.remove(groupId);
        past.put(groupId, what);
        if (past.size() > settings.memory()) {
            past.remove(past.keySet().iterator().next());
        }
    }
}
