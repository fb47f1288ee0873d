package io.thumbstream.learner.stabilize;

import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * Sets the policy back to the mean of its own past, and that mean back to the start, every so many steps.
 *
 * <p>After each step {@code average = decay average + (1 - decay) theta}; after every {@code period} steps, in this order,
 * {@code theta = average} and {@code average = theta_0}. Source: Noukhovitch et al., Language Model Alignment with Elastic Reset, 2023,
 * arXiv 2312.07551. Ours resets by the count of steps taken, also across restarts, and keeps the optimizer's moments as the
 * source does.
 *
 * <p>Drift that training gathers is cut again and again, while the part of the gain that lasted is kept; most of what a reset costs is learned
 * again in a third of a period. The average holds the share {@code decay^period} of the start: settings where that is below 0.05 are refused,
 * because a reset would then change next to nothing. With a penalty that already holds the policy at its optimum, a reset cannot help. Costs
 * one copy of the weights.
 */
@Experimental
final class ElasticReset implements Stabilizer {
    private static final String AVERAGE = "elastic-reset";
    private static final double LEAST_SHARE = 0.05;

    /**
     * @param decay share of the old average that a step leaves, in (0, 1)
     * @param period steps between two resets, at least 1
     */
    record Settings(double decay, long period) {
        Settings {
            if (!(decay > 0 && decay < 1) || period < 1) {
                throw new IllegalArgumentException(
                        "decay is " + decay + " and period " + period + "; give a number in (0, 1) and at least 1");
            }
            double share = Math.pow(decay, period);
            if (share < LEAST_SHARE) {
                throw new IllegalArgumentException("decay " + decay + " over a period of " + period + " steps leaves "
                        + share + " of the start in the average, so that a reset would change next to nothing; raise"
                        + " decay or shorten period until decay^period is at least " + LEAST_SHARE);
            }
        }
    }

    private final Settings settings;

    ElasticReset(Settings settings) {
        this.settings = settings;
    }

    @Override
    public LossReport penalty(PolicyBatch batch) {
        return LossReport.none(batch);
    }

    @Override
    public void afterStep(PolicyWeights weights) {
        ParamSet average = weights.kept(AVERAGE);
        PolicyWeights.blend(average, weights.current(), settings.decay());
        if (weights.steps() % settings.period() == 0) {
            weights.current().copyFrom(average);
            average.copyFrom(weights.start());
        }
    }

    @Override
    public Set<Signal> needs() {
        return Set.of();
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of();
    }
}
