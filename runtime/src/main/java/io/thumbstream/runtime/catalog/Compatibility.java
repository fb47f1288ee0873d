package io.thumbstream.runtime.catalog;

import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Check, before anything starts, that every stage of a configured chain finds the signals it needs.
 *
 * <p>A signal is available to a stage when the source of the chain or an earlier stage provides it. What is missing is
 * reported with the stages that would provide it.
 */
public final class Compatibility {
    private final Set<Signal> available;
    private final List<Stage> candidates;

    /**
     * Begins a chain.
     *
     * @param source signals that are there before the first stage
     * @param candidates stages a user could add, named in messages
     */
    public Compatibility(Set<Signal> source, List<Stage> candidates) {
        this.available = source.isEmpty() ? EnumSet.noneOf(Signal.class) : EnumSet.copyOf(source);
        this.candidates = List.copyOf(candidates);
    }

    /** Problems of the chain in order; empty when it fits together. */
    public List<String> problems(List<Stage> chain) {
        Set<Signal> known = EnumSet.noneOf(Signal.class);
        known.addAll(available);
        List<String> problems = new ArrayList<>();
        for (Stage stage : chain) {
            for (Signal needed : stage.needs()) {
                if (!known.contains(needed)) {
                    problems.add(missing(stage, needed));
                }
            }
            known.addAll(stage.provides());
        }
        return List.copyOf(problems);
    }

    /**
     * Refuses a chain that does not fit together.
     *
     * @throws ConfigException with every problem
     */
    public void check(List<Stage> chain) {
        List<String> problems = problems(chain);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private String missing(Stage stage, Signal signal) {
        Set<String> providers = new LinkedHashSet<>();
        candidates.stream()
                .filter(candidate -> candidate.provides().contains(signal))
                .forEach(candidate -> providers.add(candidate.name()));
        String remedy = providers.isEmpty()
                ? "no known stage provides it; choose another technique"
                : "configure one of " + String.join(", ", providers);
        return stage.name() + " needs " + signal + " and nothing before it provides it; " + remedy;
    }

    /**
     * A configured stage.
     *
     * @param name for messages
     * @param needs signals that must be there before it
     * @param provides signals that are there after it
     */
    public record Stage(String name, Set<Signal> needs, Set<Signal> provides) {
        public Stage {
            needs = Set.copyOf(needs);
            provides = Set.copyOf(provides);
        }

        /** The stage that {@code technique} is, named by what its catalogue holds and its name there. */
        public static Stage of(Catalog<?> catalog, String name, Technique technique) {
            return new Stage(catalog.kind() + " " + name, technique.needs(), technique.provides());
        }

        /** A stage for every entry of {@code catalog} with its default settings, as candidates for messages. */
        public static List<Stage> all(Catalog<? extends Technique> catalog) {
            return catalog.names().stream()
                    .map(name -> of(catalog, name, catalog.create(name)))
                    .toList();
        }
    }
}
