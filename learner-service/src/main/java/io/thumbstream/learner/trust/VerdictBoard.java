package io.thumbstream.learner.trust;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was last made known of each person, and what of it has changed.
 *
 * <p>A verdict is made known anew when the treatment or the reasons are others, or the factor has moved by {@value #MOVED} or more; smaller moves of
 * factors that follow every vote are not. One thread owns it.
 */
public final class VerdictBoard {
    private static final double MOVED = 0.05;

    private final Map<String, Noted> known = new HashMap<>();

    /**
     * A verdict as it was made known.
     *
     * @param verdict the verdict
     * @param since step behind which the person was first found to be treated so
     */
    public record Noted(Verdict verdict, long since) {
        private boolean differs(Verdict now) {
            return verdict.treatment() != now.treatment()
                    || !verdict.reasons().keySet().equals(now.reasons().keySet())
                    || Math.abs(verdict.factor() - now.factor()) >= MOVED;
        }
    }

    /**
     * Something to be made known.
     *
     * @param person pseudonymous key
     * @param now what is made of the person; empty when nothing is to be said any more
     */
    public record Change(String person, Optional<Noted> now) {}

    /** Begins with what is known already. */
    public VerdictBoard(Map<String, Noted> known) {
        this.known.putAll(known);
    }

    /**
     * What is to be made known now, and from now on counts as known.
     *
     * @param step step behind which the verdicts hold
     * @param notable everybody of whom there is something to say
     * @param again people of whom everything is to be said again, changed or not
     */
    public List<Change> changes(long step, List<Verdict> notable, Set<String> again) {
        List<Change> changes = new ArrayList<>();
        Set<String> gone = new TreeSet<>(known.keySet());
        gone.addAll(again);
        for (Verdict verdict : notable) {
            String person = verdict.person();
            gone.remove(person);
            Noted before = known.get(person);
            if (before != null && !again.contains(person) && !before.differs(verdict)) {
                continue;
            }
            Noted now = new Noted(
                    verdict,
                    before != null && before.verdict().treatment() == verdict.treatment() ? before.since() : step);
            known.put(person, now);
            changes.add(new Change(person, Optional.of(now)));
        }
        for (String person : gone) {
            known.remove(person);
            changes.add(new Change(person, Optional.empty()));
        }
        return changes;
    }
}
