package io.thumbstream.launcher.offline;

import io.thumbstream.lab.offline.OffPolicyOutcome;
import io.thumbstream.lab.offline.OffPolicyOutcome.Estimate;
import io.thumbstream.lab.offline.OffPolicyOutcome.Estimated;
import io.thumbstream.lab.offline.OffPolicyOutcome.Estimator;
import io.thumbstream.lab.offline.OffPolicyOutcome.Overview;
import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures of an off-policy estimate; a log that says too little misses the demand on the effective sample size. */
final class OffPolicyFigures {
    private static final String REWARD = "reward";

    private OffPolicyFigures() {}

    static List<Figure> of(OffPolicyOutcome outcome, double leastEffectiveSize) {
        Overview overview = outcome.overview();
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("logged-actions", overview.actions(), "actions"));
        figures.add(Figure.of("action-groups", overview.groups(), "groups"));
        figures.add(new Figure(
                "effective-sample-size", overview.effectiveSize(), "actions", Demand.atLeast(leastEffectiveSize)));
        figures.add(Figure.of("mean-weight", overview.meanWeight(), ""));
        figures.add(Figure.of("earned", overview.earned(), REWARD));
        if (outcome instanceof Estimated estimated) {
            for (Estimator estimator : Estimator.values()) {
                Estimate estimate = estimated.estimates().get(estimator);
                if (estimate != null) {
                    add(figures, estimator.name().toLowerCase(Locale.ROOT).replace('_', '-'), estimate);
                }
            }
        }
        return figures;
    }

    private static void add(List<Figure> figures, String name, Estimate estimate) {
        figures.add(Figure.of(name + "-value", estimate.value(), REWARD));
        figures.add(Figure.of(name + "-value-low", estimate.low(), REWARD));
        figures.add(Figure.of(name + "-gain", estimate.gain(), REWARD));
        figures.add(Figure.of(name + "-gain-low", estimate.gainLow(), REWARD));
    }
}
