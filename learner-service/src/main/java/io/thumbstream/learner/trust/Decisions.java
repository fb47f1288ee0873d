package io.thumbstream.learner.trust;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What humans decided about people: the last decision that was recorded about a person counts, else that of the settings. One thread owns it. */
final class Decisions {
    private final TrustSettings settings;
    private final Map<String, Decision> recorded = new LinkedHashMap<>();

    /** A decision as saved, by its name. */
    record Saved(String person, String decision) {}

    Decisions(TrustSettings settings) {
        this.settings = settings;
    }

    /** Takes in a decision; {@link Decision#CLEAR} takes the last one back. */
    void decide(String person, Decision decision) {
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

    /** Whether the person's votes are to weigh nothing. */
    boolean discarded(String person) {
        Decision own = recorded.get(person);
        return own == null ? settings.discarded().contains(person) : own == Decision.DISCARD;
    }

    /** Of whom a decision is recorded, in the order of the decisions. */
    List<String> people() {
        return List.copyOf(recorded.keySet());
    }

    /** All recorded decisions, oldest first. */
    List<Saved> save() {
        return recorded.entrySet().stream()
                .map(entry -> new Saved(entry.getKey(), entry.getValue().name()))
                .toList();
    }

    /** Takes back what {@link #save} gave. */
    void restore(List<Saved> saved) {
        recorded.clear();
        saved.forEach(one -> recorded.put(one.person(), Decision.valueOf(one.decision())));
    }
}
