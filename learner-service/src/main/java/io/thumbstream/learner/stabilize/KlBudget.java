package io.thumbstream.learner.stabilize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.objective.TokenMath;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Lets an answer move away from the reference policy for nothing up to a budget, and charges what is beyond.
 *
 * <p>{@code L = coefficient sum_i max(0, D_i - budget) / N}, {@code D_i} the sum over the tokens of answer {@code i} of {@code k2 = d^2 / 2},
 * {@code d = log pi - log ref} cut to [-10, 10], {@code N} the answer tokens of the whole step, {@code budget = (fraction peak)^2},
 * {@code peak = e^(alpha / beta - 1)}: there the curve {@code x (alpha - beta log x)} of true worth over {@code x = sqrt(KL)} is highest.
 * Source: Gao, Schulman and Hilton, Scaling Laws for Reward Model Overoptimization, 2022, arXiv 2210.10760. Ours pulls back each answer that
 * leaves the budget in place of stopping the run when their mean does, so that a stream goes on.
 *
 * <p>Needs the fitted curve, which only people's judgements of several policies can tell; a peak too high does nothing, one too low holds
 * back what helps. Inside the budget nothing holds the policy: use where {@code kl-penalty} costs more of the gain than it should.
 * The share of tokens in answers beyond is {@code over-budget}: near 1, the reward pulls harder than the coefficient.
 */
@Experimental
final class KlBudget implements Stabilizer {
    private static final double LOG_RATIO_LIMIT = 10;
    /** More than the cut log-ratios of a thousand tokens can say. */
    private static final double MOST_NATS = 50_000;

    /**
     * @param coefficient weight of what is beyond the budget, at least 0, in loss per nat and token
     * @param alpha first gain of true worth per sqrt(nat), above 0
     * @param beta how fast that gain fades, above 0, in the same unit
     * @param fraction share of the peak that may be used, above 0
     */
    record Settings(double coefficient, double alpha, double beta, double fraction) {
        Settings {
            if (!(coefficient >= 0)) {
                throw new IllegalArgumentException("coefficient is " + coefficient + "; give at least 0");
            }
            if (!(alpha > 0) || !(beta > 0) || !(fraction > 0)) {
                throw new IllegalArgumentException(
                        "alpha is " + alpha + ", beta " + beta + " and fraction " + fraction + "; give values above 0");
            }
            double budget = budget(alpha, beta, fraction);
            if (!(budget <= MOST_NATS)) {
                throw new IllegalArgumentException(
                        "alpha " + alpha + " and beta " + beta + " make a budget of " + budget
                                + " nat for an answer, which is none; raise beta or lower fraction until it is at most "
                                + MOST_NATS);
            }
        }

        /** Where true worth is highest, in sqrt(nat). */
        static double peak(double alpha, double beta) {
            return Math.exp(alpha / beta - 1);
        }

        /** What an answer may diverge, in nat. */
        double budget() {
            return budget(alpha, beta, fraction);
        }

        private static double budget(double alpha, double beta, double fraction) {
            return Math.pow(fraction * peak(alpha, beta), 2);
        }
    }

    private final Settings settings;

    KlBudget(Settings settings) {
        this.settings = settings;
    }

    @Override
    public LossReport penalty(PolicyBatch batch) {
        NDArray d = TokenMath.between(batch.logProbs().sub(batch.reference()), -LOG_RATIO_LIMIT, LOG_RATIO_LIMIT);
        NDArray moved = Masked.rowSum(Scalars.times(d.mul(d), 0.5), batch.mask());
        NDArray beyond = NDArrays.maximum(moved.sub((float) settings.budget()), Scalars.of(batch.manager(), 0));
        double tokens = Math.max(1, batch.whole().tokens());
        NDArray outside = beyond.stopGradient().gt(0f).toType(DataType.FLOAT32, false);
        NDArray over = Masked.rowSum(batch.mask(), batch.mask()).mul(outside);
        return new LossReport(
                Scalars.times(Scalars.over(beyond.sum(), tokens), settings.coefficient()),
                Map.of("over-budget", Scalars.over(over.sum(), tokens)));
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.REFERENCE_LOG_PROBS);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of("over-budget");
    }
}
