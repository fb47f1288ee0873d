package io.thumbstream.learner.stabilize;

import ai.djl.ndarray.NDArray;
import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.objective.TokenMath;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Sets the policy back to the mean of its own past, and that mean back to the start, every so many steps.
 *
 * <p>After each step {@code average = decay average + (1 - decay) theta}; after every {@code period} steps, in this order,
 * {@code theta = average} and {@code average = theta_0}. With trigger drift the first of the two is left out unless {@code D > limit}, {@code D =
 * mean(e^-d + d - 1)} over the answer tokens of the period's last step, {@code d = log pi - log ref} cut to [-10, 10]. Source: Noukhovitch et al.,
 * Language Model Alignment with Elastic Reset, 2023, arXiv 2312.07551. Ours resets by the count of steps taken, also across restarts, keeps the
 * optimizer's moments as the source does, and can leave out resets of a policy that is still near the reference.
 *
 * <p>Drift that training gathers is cut again and again, while the part of the gain that lasted is kept; most of what a reset costs is learned
 * again in a third of a period. The average holds the share {@code decay^period} of the start: settings where that is below 0.05 are refused,
 * because a reset would then change next to nothing. With a penalty that already holds the policy at its optimum, a reset cannot help. Costs
 * one copy of the weights. Trigger drift goes by one step's samples, which are noisy where few answers make a step, and measures them as
 * {@code reset-drift}; an alarm of a drift monitor is no trigger, because it comes from another service and is no input that the
 * learner's log holds, so that a run could not be repeated from its log.
 */
@Experimental
final class ElasticReset implements Stabilizer {
    private static final String AVERAGE = "elastic-reset";
    private static final String DRIFT = "reset-drift";
    private static final double LEAST_SHARE = 0.05;
    private static final double LOG_RATIO_LIMIT = 10;

    /** When the policy is set back at the end of a period. */
    enum Trigger {
        /** Always. */
        PERIOD,
        /** When it has drifted from the reference. */
        DRIFT
    }

    /**
     * @param decay share of the old average that a step leaves, in (0, 1)
     * @param period steps between two resets, at least 1
     * @param trigger when the policy is set back at the end of a period: period for always, or drift
     * @param limit divergence from the reference above which it is set back, at least 0, in nat per token; used with drift
     */
    record Settings(double decay, long period, Trigger trigger, double limit) {
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
            if (!(limit >= 0) || Double.isInfinite(limit)) {
                throw new IllegalArgumentException("limit is " + limit + "; give a finite number of 0 or more");
            }
        }

        /** A reset at the end of every period. */
        Settings(double decay, long period) {
            this(decay, period, Trigger.PERIOD, 0.1);
        }
    }

    private final Settings settings;
    private double drifted;

    ElasticReset(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void beginStep() {
        drifted = 0;
    }

    @Override
    public LossReport penalty(PolicyBatch batch) {
        if (settings.trigger() == Trigger.PERIOD) {
            return LossReport.none(batch);
        }
        NDArray k3 = TokenMath.k3(batch.logProbs().stopGradient(), batch.reference(), LOG_RATIO_LIMIT);
        NDArray drift = TokenMath.tokenMean(k3, batch);
        drifted += drift.getFloat();
        return new LossReport(Scalars.of(batch.manager(), 0), Map.of(DRIFT, drift));
    }

    @Override
    public void afterStep(PolicyWeights weights) {
        ParamSet average = weights.kept(AVERAGE);
        PolicyWeights.blend(average, weights.current(), settings.decay());
        if (weights.steps() % settings.period() == 0) {
            if (settings.trigger() == Trigger.PERIOD || drifted > settings.limit()) {
                weights.current().copyFrom(average);
            }
            average.copyFrom(weights.start());
        }
    }

    @Override
    public Set<Signal> needs() {
        return settings.trigger() == Trigger.DRIFT ? Set.of(Signal.REFERENCE_LOG_PROBS) : Set.of();
    }

    @Override
    public Set<String> diagnostics() {
        return settings.trigger() == Trigger.DRIFT ? Set.of(DRIFT) : Set.of();
    }
}
