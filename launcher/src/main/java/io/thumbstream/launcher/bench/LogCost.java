package io.thumbstream.launcher.bench;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Interval;
import java.util.ArrayList;
import java.util.List;

/**
 * What the training log costs, from pairs of blocks that ran one after the other.
 *
 * <p>The cost of a pair is the difference of its two times over the mean time without a log, so that what slows the machine for longer
 * than a pair slows both sides. Throughput falls by {@code 1 - 1 / (1 + cost)}, which for small costs is the same number.
 */
final class LogCost {
    private static final double MOST_PERCENT = 3;
    private static final double PERCENT = 100;
    private static final double MILLIS = 1000;

    private final String learner;
    private final int stepsPerBlock;
    private final List<Double> with = new ArrayList<>();
    private final List<Double> without = new ArrayList<>();

    /**
     * No pair yet.
     *
     * @param learner {@code policy} or {@code reward}
     * @param stepsPerBlock steps of each block, at least 1
     */
    LogCost(String learner, int stepsPerBlock) {
        this.learner = learner;
        this.stepsPerBlock = stepsPerBlock;
    }

    /** Takes in one pair, seconds. */
    void add(double secondsWith, double secondsWithout) {
        with.add(secondsWith);
        without.add(secondsWithout);
    }

    /** Share of throughput that the log takes, percent, with its 95 % interval over the pairs. */
    Interval percent() {
        double mean = mean(without);
        double[] costs = new double[with.size()];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = PERCENT * (with.get(i) - without.get(i)) / mean;
        }
        return Interval.of(costs);
    }

    /**
     * The figures.
     *
     * @param sameWeights whether both sides reached the same weights
     */
    List<Figure> figures(boolean sameWeights) {
        Interval cost = percent();
        String prefix = learner + "-";
        return List.of(
                new Figure(prefix + "log-cost", cost.mean(), "%", Demand.atMost(MOST_PERCENT)),
                Figure.of(prefix + "log-cost-low", cost.low(), "%"),
                Figure.of(prefix + "log-cost-high", cost.high(), "%"),
                Figure.of(prefix + "steps-per-second-logged", stepsPerBlock / mean(with), "steps/s"),
                Figure.of(prefix + "steps-per-second-unlogged", stepsPerBlock / mean(without), "steps/s"),
                Figure.of(prefix + "log-time", MILLIS * (mean(with) - mean(without)) / stepsPerBlock, "ms/step"),
                Figure.of(prefix + "steps-on-each-side", (double) stepsPerBlock * with.size(), "steps"),
                new Figure(prefix + "same-weights", sameWeights ? 1 : 0, "", Demand.exactly(1)));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
