package io.thumbstream.learner.trust;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest learned votes by label, each with the weight that it teaches in all.
 *
 * <p>A label may be said anew. What its earlier words have taught stays in its weight, what they had yet to teach is taken back, and the new
 * word comes on top, so that flipping one vote a hundred times weighs as much as a hundred votes. One thread owns it.
 */
final class VoteWindow {
    /** The share of uses in which all of a vote is taught: five fifths are, although their sum as doubles may be a little less. */
    private static final double ALL = 1 - 1e-9;

    private final int most;
    private final Map<String, Counted> votes = new LinkedHashMap<>();

    /**
     * A vote in the window.
     *
     * @param id of the label
     * @param person pseudonymous key
     * @param weight importance of all that was said under this id
     * @param whole factor by the limit on bursts, in {@code [0, 1]}
     * @param said digest of what is said now; empty where it is not known, as in snapshots of builds that did not keep it
     * @param present importance of what is said now; 0 where it is not known
     * @param taught share of its uses in which that was learned, at least 0
     */
    record Counted(String id, String person, double weight, double whole, String said, double present, double taught) {
        /** What stays of the weight when something else is said. */
        double spent() {
            return weight - present * Math.max(0, 1 - taught);
        }
    }

    /** @param most votes kept, at least 1 */
    VoteWindow(int most) {
        this.most = most;
    }

    /** Counts a vote as the newest, on top of what the same person has taught under the same id. */
    void count(String id, String person, double weight, double whole) {
        Counted known = votes.remove(id);
        double before = known != null && known.person().equals(person) ? known.spent() : 0;
        votes.put(id, new Counted(id, person, before + weight, whole, "", weight, 0));
        Agreement.forgetOldest(votes, most);
    }

    /** Whether there is a vote under this id. */
    boolean holds(String id) {
        return votes.containsKey(id);
    }

    /** Whether the vote under this id says the same, as far as is known. */
    boolean says(String id, String said) {
        Counted known = votes.get(id);
        return known != null && (known.said().isEmpty() || known.said().equals(said));
    }

    /** Takes note that a vote was learned in a share of its uses; one that is not here is passed over. */
    void learned(String id, String said, double share) {
        votes.computeIfPresent(
                id,
                (key, one) -> new Counted(
                        key, one.person(), one.weight(), one.whole(), said, one.present(), one.taught() + share));
    }

    /**
     * Counts {@code weight} on top, and the vote as the newest, where what is said now has been learned in all its uses already; says whether it
     * weighs more now.
     */
    boolean again(String id, double weight) {
        Counted known = votes.get(id);
        if (known == null || known.taught() < ALL) {
            return false;
        }
        votes.remove(id);
        votes.put(
                id,
                new Counted(
                        id,
                        known.person(),
                        known.weight() + weight,
                        known.whole(),
                        known.said(),
                        known.present(),
                        known.taught()));
        return true;
    }

    /** Lets a vote weigh something else; says whether that is new. */
    boolean reweigh(String id, double weight) {
        Counted known = votes.get(id);
        if (known == null || known.weight() == weight) {
            return false;
        }
        votes.replace(id, new Counted(id, known.person(), weight, known.whole(), known.said(), weight, known.taught()));
        return true;
    }

    /** Takes back what a vote had yet to teach; says whether it weighs less now. */
    boolean takeBack(String id) {
        Counted known = votes.get(id);
        if (known == null) {
            return false;
        }
        double spent = known.spent();
        votes.replace(id, new Counted(id, known.person(), spent, known.whole(), known.said(), 0, known.taught()));
        return spent != known.weight();
    }

    /** Factor of a vote by the limit on bursts; 1 of one that is not here. */
    double whole(String id) {
        Counted known = votes.get(id);
        return known == null ? 1 : known.whole();
    }

    /** Summed weight of each person, in the order in which the people come. */
    Map<String, Double> sums() {
        Map<String, Double> sums = new LinkedHashMap<>();
        votes.values().forEach(one -> sums.merge(one.person(), one.weight(), Double::sum));
        return sums;
    }

    /** All votes, oldest first. */
    List<Counted> save() {
        return List.copyOf(votes.values());
    }

    /** Takes back what {@link #save} gave. */
    void restore(List<Counted> saved) {
        votes.clear();
        saved.forEach(one -> votes.put(one.id(), one));
    }
}
