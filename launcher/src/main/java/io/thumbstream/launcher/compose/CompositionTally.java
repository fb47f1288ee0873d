package io.thumbstream.launcher.compose;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures over compositions. */
record CompositionTally(List<Outcome> outcomes) {
    private static final String UNIT = "compositions";
    /** Fewer that start would mean that the drawing tries refusals and little else. */
    private static final double STARTED = 0.25;

    CompositionTally {
        outcomes = List.copyOf(outcomes);
    }

    List<Figure> figures() {
        long started = outcomes.stream().filter(Outcome::started).count();
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.of("compositions", outcomes.size(), UNIT),
                new Figure("compositions-started", started, UNIT, Demand.atLeast(Math.ceil(STARTED * outcomes.size()))),
                Figure.of("compositions-refused", outcomes.size() - started, UNIT),
                Figure.of("composition-policy-steps", sum(true), "steps"),
                Figure.of("composition-reward-steps", sum(false), "steps")));
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            String name = "compositions-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
            long count = outcomes.stream().filter(outcome -> outcome.has(kind)).count();
            figures.add(
                    kind.isFault() ? new Figure(name, count, UNIT, Demand.exactly(0)) : Figure.of(name, count, UNIT));
        }
        return List.copyOf(figures);
    }

    private long sum(boolean policy) {
        return outcomes.stream()
                .mapToLong(outcome -> policy ? outcome.policySteps() : outcome.rewardSteps())
                .sum();
    }
}
