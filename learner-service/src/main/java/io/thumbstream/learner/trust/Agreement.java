package io.thumbstream.learner.trust;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds people who vote as one against everybody else.
 *
 * <p>When {@code u} votes on something that {@code v} has voted on, and {@code v} stands there against both the model and the others, the pair
 * is tested: somebody who does not know {@code v} takes that side with probability {@code q} at most, the largest of the model's probability
 * of it, the others' share of it, {@code (k + 1) / (n + 2)}, and a floor. Joining multiplies the pair's likelihood ratio
 * with {@code r / q}, not joining with {@code (1 - r) / (1 - q)}, {@code r = } {@value #JOINS}. For the {@code k}-th pair that ever met, two are
 * joined when the ratio reaches {@code k^2 pi^2 / (6 a)}: by Ville's inequality and because {@code sum 6 / (pi k)^2 = 1}, the
 * probability that any two people who vote independently are ever joined is {@code a} at most.
 *
 * <p>People of an unusual taste are joined too, rightly: this finds groups and does not say that they lie. One thread owns it.
 */
final class Agreement {
    private static final double JOINS = 0.9;
    private static final double HALF = 0.5;
    private static final int VOTERS = 64;
    private static final int PAIRS = 50_000;

    private final TrustSettings.Grouping settings;
    private final int most;
    private final Map<String, Deque<Said>> items = new LinkedHashMap<>();
    private final Map<Pair, Tie> pairs = new LinkedHashMap<>();
    private final Map<String, Set<String>> joined = new TreeMap<>();
    private long met;

    /** Who took which side. */
    record Said(String person, boolean yes) {}

    /** Two people, in the order of their keys. */
    record Pair(String first, String second) {
        static Pair of(String one, String other) {
            return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
        }
    }

    /** What is known of a pair: its number among those that met, and the logarithm of its likelihood ratio. */
    record Tie(long number, double evidence) {}

    /** An item with its voters as saved. */
    record SavedItem(String item, List<Said> voters) {}

    /** A pair as saved. */
    record SavedPair(String first, String second, long number, double evidence) {}

    /**
     * Everything known, oldest first.
     *
     * @param met pairs that ever met
     * @param joined pairs that were ever joined
     */
    record Saved(long met, List<SavedItem> items, List<SavedPair> pairs, List<SavedPair> joined) {
        static final Saved EMPTY = new Saved(0, List.of(), List.of(), List.of());
    }

    /** @param most items remembered */
    Agreement(TrustSettings.Grouping settings, int most) {
        this.settings = settings;
        this.most = most;
    }

    /** Takes in a vote; a second one of a person on the same item, and one that takes no side, say nothing. */
    void note(Ballot ballot) {
        Optional<Boolean> side = ballot.side();
        if (side.isEmpty()) {
            return;
        }
        Deque<Said> voters = items.computeIfAbsent(ballot.item(), unused -> new ArrayDeque<>());
        if (voters.stream().anyMatch(said -> said.person().equals(ballot.person()))) {
            return;
        }
        if (voters.size() > settings.quorum()) {
            for (Said said : voters) {
                test(ballot, side.get(), said, voters);
            }
        }
        voters.add(new Said(ballot.person(), side.get()));
        if (voters.size() > VOTERS) {
            voters.remove();
        }
        forgetOldest(items, most);
    }

    private void test(Ballot ballot, boolean yes, Said other, Deque<Said> voters) {
        long same = voters.stream().filter(said -> said.yes() == other.yes()).count() - 1;
        double share = (same + 1.0) / (voters.size() - 1 + 2);
        double model = other.yes() ? ballot.foreseen() : 1 - ballot.foreseen();
        double chance = Math.max(settings.floor(), Math.max(share, model));
        if (chance >= HALF) {
            return;
        }
        double ratio = yes == other.yes() ? JOINS / chance : (1 - JOINS) / (1 - chance);
        Pair pair = Pair.of(ballot.person(), other.person());
        Tie known = pairs.remove(pair); // so that a pair that keeps meeting is not the oldest
        Tie tie = known == null ? new Tie(++met, 0) : known;
        tie = new Tie(tie.number(), tie.evidence() + Math.log(ratio));
        pairs.put(pair, tie);
        if (tie.evidence() >= threshold(tie.number())) {
            join(pair);
        }
        forgetOldest(pairs, PAIRS);
    }

    private double threshold(long number) {
        return Math.log((double) number * number * Math.PI * Math.PI / (6 * settings.falseAlarm()));
    }

    private void join(Pair pair) {
        bind(pair.first(), pair.second());
        bind(pair.second(), pair.first());
    }

    private void bind(String one, String other) {
        joined.computeIfAbsent(one, key -> new TreeSet<>()).add(other);
    }

    /** Everybody who is joined with a person, directly or through others, the person included; alone when with nobody. */
    Set<String> group(String person) {
        Set<String> group = new TreeSet<>(Set.of(person));
        Deque<String> open = new ArrayDeque<>(List.of(person));
        while (!open.isEmpty()) {
            for (String next : joined.getOrDefault(open.remove(), Set.of())) {
                if (group.add(next)) {
                    open.add(next);
                }
            }
        }
        return Collections.unmodifiableSet(group);
    }

    /** Whether a person is joined with somebody. */
    boolean grouped(String person) {
        return joined.containsKey(person);
    }

    /** Forgets with whom a person was joined. */
    void forget(String person) {
        for (String other : joined.getOrDefault(person, Set.of())) {
            Set<String> others = joined.getOrDefault(other, new TreeSet<>());
            others.remove(person);
            if (others.isEmpty()) {
                joined.remove(other);
            }
        }
        joined.remove(person);
    }

    Saved save() {
        List<SavedItem> voters = new ArrayList<>();
        items.forEach((item, said) -> voters.add(new SavedItem(item, List.copyOf(said))));
        List<SavedPair> ties = new ArrayList<>();
        pairs.forEach(
                (pair, tie) -> ties.add(new SavedPair(pair.first(), pair.second(), tie.number(), tie.evidence())));
        List<SavedPair> bonds = new ArrayList<>();
        joined.forEach((one, others) -> others.stream()
                .filter(other -> one.compareTo(other) < 0)
                .forEach(other -> bonds.add(new SavedPair(one, other, 0, 0))));
        return new Saved(met, voters, ties, bonds);
    }

    void restore(Saved saved) {
        items.clear();
        pairs.clear();
        joined.clear();
        met = saved.met();
        saved.items().forEach(item -> items.put(item.item(), new ArrayDeque<>(item.voters())));
        saved.pairs()
                .forEach(pair ->
                        pairs.put(new Pair(pair.first(), pair.second()), new Tie(pair.number(), pair.evidence())));
        saved.joined().forEach(pair -> join(new Pair(pair.first(), pair.second())));
    }

    /** Keeps the entries that were put last. */
    static <K, V> void forgetOldest(Map<K, V> map, int most) {
        Iterator<K> oldest = map.keySet().iterator();
        while (map.size() > most) {
            oldest.next();
            oldest.remove();
        }
    }
}
