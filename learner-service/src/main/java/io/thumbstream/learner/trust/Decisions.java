package io.thumbstream.learner.trust;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was decided about people: of humans the last decision that was recorded about a person counts, else that of the settings; and whom the
 * firewall of another learner has convicted, which counts where no human released the person, in whatever order that came. One thread owns it.
 */
final class Decisions {
    private final TrustSettings settings;
    private final Map<String, Decision> recorded = new LinkedHashMap<>();
    private final Set<String> convicted = new LinkedHashSet<>();

    /** A decision as saved, by its name. */
    record Saved(String person, String decision) {}

    Decisions(TrustSettings settings) {
        this.settings = settings;
    }

    /** Takes in a decision; {@link Decision#CLEAR} takes the last one of a human back and leaves a conviction. */
    void decide(String person, Decision decision) {
        if (decision == Decision.CONVICT) {
            convicted.add(person);
            return;
        }
        recorded.remove(person);
        if (decision != Decision.CLEAR) {
            recorded.put(person, decision);
        }
    }

    /** Whether the person is not to be in quarantine. */
    boolean released(String person) {
        Decision own = recorded.get(person);
        return own == null ? settings.released().contains(person) : own == Decision.RELEASE;
    }

    /** Whether a human decided that the person's votes are to weigh nothing. */
    boolean discarded(String person) {
        Decision own = recorded.get(person);
        return own == null ? settings.discarded().contains(person) : own == Decision.DISCARD;
    }

    /** Whether the firewall of another learner has convicted the person, and no human released them. */
    boolean convicted(String person) {
        return convicted.contains(person) && !released(person);
    }

    /** Of whom a decision is recorded: those of humans in their order, then convictions in theirs. */
    List<String> people() {
        return Stream.concat(recorded.keySet().stream(), convicted.stream())
                .distinct()
                .toList();
    }

    /** All recorded decisions: those of humans, oldest first, then convictions, oldest first. */
    List<Saved> save() {
        Stream<Saved> humans = recorded.entrySet().stream()
                .map(entry -> new Saved(entry.getKey(), entry.getValue().name()));
        Stream<Saved> convictions = convicted.stream().map(person -> new Saved(person, Decision.CONVICT.name()));
        return Stream.concat(humans, convictions).toList();
    }

    /** Takes back what {@link #save} gave. */
    void restore(List<Saved> saved) {
        recorded.clear();
        convicted.clear();
        saved.forEach(one -> decide(one.person(), Decision.valueOf(one.decision())));
    }
}
