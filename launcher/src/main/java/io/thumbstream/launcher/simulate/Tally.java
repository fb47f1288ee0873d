package io.thumbstream.launcher.simulate;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import java.util.ArrayList;
import java.util.List;

/**
 * What a simulation came to.
 *
 * @param outcomes in order of the seeds
 * @param seconds wall-clock time it took, shrinking included
 */
record Tally(List<Simulation.Outcome> outcomes, double seconds) {
    Tally {
        outcomes = List.copyOf(outcomes);
    }

    /** Outcomes with violations. */
    List<Simulation.Outcome> failures() {
        return outcomes.stream()
                .filter(outcome -> !outcome.violations().isEmpty())
                .toList();
    }

    /** Counts; nothing may be violated, in all and by each invariant. */
    List<Figure> figures() {
        long records = outcomes.stream().mapToLong(Simulation.Outcome::records).sum();
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("simulated-seeds", outcomes.size(), "seeds"));
        figures.add(Figure.of("simulated-events", records, "records"));
        figures.add(Figure.of(
                "simulated-crashes",
                outcomes.stream().mapToLong(Simulation.Outcome::crashes).sum(),
                "restarts"));
        figures.add(Figure.of(
                "simulated-decisions",
                outcomes.stream().mapToLong(Simulation.Outcome::decisions).sum(),
                "outputs"));
        figures.add(zero("failing-seeds", failures().size(), "seeds"));
        figures.add(zero("simulated-violations", violations().size(), ""));
        for (Invariant invariant : Invariant.values()) {
            long broken = violations().stream()
                    .filter(each -> each.invariant() == invariant)
                    .count();
            figures.add(zero("violations-" + invariant.slug(), broken, ""));
        }
        figures.add(Figure.of("events-per-second", records / Math.max(seconds, Double.MIN_NORMAL), "1/s"));
        return figures;
    }

    private List<Violation> violations() {
        return outcomes.stream()
                .flatMap(outcome -> outcome.violations().stream())
                .toList();
    }

    private static Figure zero(String name, double value, String unit) {
        return new Figure(name, value, unit, Demand.exactly(0));
    }
}
