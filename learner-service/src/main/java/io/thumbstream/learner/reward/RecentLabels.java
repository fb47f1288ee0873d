package io.thumbstream.learner.reward;

import io.thumbstream.learner.engine.InputRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The newest labels by id, each with how often it was learned.
 *
 * <p>A higher revision replaces the label and stands at the end of the queue again; a withdrawn label (weight 0) stays only as a mark against
 * older revisions. Of a person whose key is known, a revision that says the same as what was learned last has the uses that this has left, also
 * when it was withdrawn or not learned otherwise in between; one that says something else may be used as often as a new label, and so may every
 * revision by nobody who is known. What was learned from a replaced revision is not subtracted: later uses of the new one outweigh it, and exact
 * removal is a replay of the log without it. One thread owns it.
 */
final class RecentLabels {
    private final int limit;
    private final int uses;
    private final int pairUses;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> fresh = new LinkedHashSet<>();
    private int reusable;

    /**
     * What was learned under an id before it said what it says now.
     *
     * @param said opinion as {@link RewardLabel#opinion} tells it; empty where nothing was learned
     * @param uses how often it was learned
     */
    record Earlier(String said, int uses) {
        /** Nothing was learned. */
        static final Earlier NOTHING = new Earlier("", 0);
    }

    /**
     * A label with its count of uses.
     *
     * @param record as it lies in its topic
     * @param used how often what it says was learned
     * @param tested when a prediction was made before it was first learned
     * @param earlier what was learned under its id last, as long as the label itself is not
     */
    record Entry(InputRecord<RewardLabel> record, int used, boolean tested, Earlier earlier) {
        boolean live() {
            return record.value().weight() > 0;
        }

        /** After a revision. */
        Entry revised(InputRecord<RewardLabel> by) {
            Earlier last = used > 0 ? new Earlier(record.value().opinion(), used) : earlier;
            boolean known = by.value().userKey().isPresent();
            return known && last.said().equals(by.value().opinion())
                    ? new Entry(by, last.uses(), tested, Earlier.NOTHING)
                    : new Entry(by, 0, tested, last);
        }
    }

    RecentLabels(int limit, int uses, int pairUses) {
        this.limit = limit;
        this.uses = uses;
        this.pairUses = pairUses;
    }

    /** Adds a label; a lower or equal revision of a known id is ignored. */
    void accept(InputRecord<RewardLabel> record) {
        Entry known = entries.get(record.id());
        if (known != null && known.record().revision() >= record.revision()) {
            return;
        }
        remove(record.id());
        put(known == null ? new Entry(record, 0, false, Earlier.NOTHING) : known.revised(record));
        evict();
    }

    /** Marks a label as learned once more. */
    void used(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            return;
        }
        count(entry, -1);
        Entry next = new Entry(entry.record(), entry.used() + 1, true, Earlier.NOTHING);
        entries.replace(id, next);
        fresh.remove(id);
        count(next, 1);
        evict();
    }

    /** Labels never learned, oldest first. */
    List<Entry> fresh(int most) {
        return fresh.stream().limit(most).map(entries::get).toList();
    }

    /** Labels that may be used again, drawn without replacement; empty when there are not {@code count}. */
    List<Entry> reuse(int count, long seed) {
        if (reusable < count) {
            return List.of();
        }
        return drawn(entries.values().stream().filter(this::reusable).toList(), count, seed);
    }

    /**
     * Learned labels, however often they were, drawn without replacement; empty when there are not {@code count}.
     *
     * @param count at least 0
     */
    List<Entry> rehearse(int count, long seed) {
        return count == 0
                ? List.of()
                : drawn(
                        entries.values().stream()
                                .filter(entry -> entry.live() && entry.used() > 0)
                                .toList(),
                        count,
                        seed);
    }

    /** All labels stand to be learned as if they never were; what was foreseen of them stays so. */
    void again() {
        List<Entry> known = List.copyOf(entries.values());
        clear();
        known.forEach(entry -> put(new Entry(entry.record(), 0, entry.tested(), Earlier.NOTHING)));
    }

    private static List<Entry> drawn(List<Entry> from, int count, long seed) {
        if (from.size() < count) {
            return List.of();
        }
        List<Entry> candidates = new ArrayList<>(from);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            Collections.swap(candidates, i, i + random.nextInt(candidates.size() - i));
        }
        return List.copyOf(candidates.subList(0, count));
    }

    /** All entries, oldest first. */
    Collection<Entry> all() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /** Puts an entry back as it was saved. */
    void put(Entry entry) {
        String id = entry.record().id();
        entries.put(id, entry);
        if (entry.used() == 0 && entry.live()) {
            fresh.add(id);
        }
        count(entry, 1);
    }

    void clear() {
        entries.clear();
        fresh.clear();
        reusable = 0;
    }

    private boolean reusable(Entry entry) {
        int most = entry.record().value().kind() == LabelKind.BINARY ? uses : pairUses;
        return entry.live() && entry.used() > 0 && entry.used() < most;
    }

    private void count(Entry entry, int by) {
        reusable += reusable(entry) ? by : 0;
    }

    private void remove(String id) {
        Entry known = entries.remove(id);
        if (known != null) {
            fresh.remove(id);
            count(known, -1);
        }
    }

    /** Forgets the oldest beyond the limit, never one that waits for its first use. */
    private void evict() {
        Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
        while (entries.size() > limit && oldest.hasNext()) {
            Map.Entry<String, Entry> next = oldest.next();
            if (!fresh.contains(next.getKey())) {
                count(next.getValue(), -1);
                oldest.remove();
            } else {
                return;
            }
        }
    }
}
