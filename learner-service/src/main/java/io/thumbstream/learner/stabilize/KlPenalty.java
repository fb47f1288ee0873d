package io.thumbstream.learner.stabilize;

import ai.djl.ndarray.NDArray;
import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.objective.TokenMath;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Divergence from the frozen reference policy, estimated at the sampled tokens.
 *
 * <p>{@code d = log pi - log ref} cut to [-10, 10]; {@code k3 = e^-d + d - 1}, {@code k2 = d^2 / 2};
 * {@code L = coefficient mean(k)} over the answer tokens of the whole step. Source: Schulman, Approximating KL
 * Divergence, 2020. Both are never negative; as losses on samples of the policy, k2 has the gradient of the reverse
 * divergence and k3 pushes harder where the policy has lost probability. The pull of k3 on a token that the policy has come to prefer
 * never exceeds the coefficient, so an advantage above it ends in certainty and broken words are hardly mended; k2 is the default. The reported {@code kl-to-reference} is k3 in
 * both cases.
 */
final class KlPenalty implements Stabilizer {
    private static final double LOG_RATIO_LIMIT = 10;

    /** Which estimate is differentiated. */
    enum Estimator {
        K2,
        K3
    }

    /**
     * @param coefficient weight of the penalty, at least 0, in loss per nat
     * @param estimator which estimate is differentiated
     */
    record Settings(double coefficient, Estimator estimator) {
        Settings {
            if (!(coefficient >= 0)) {
                throw new IllegalArgumentException("coefficient is " + coefficient + "; give at least 0");
            }
        }
    }

    private final Settings settings;

    KlPenalty(Settings settings) {
        this.settings = settings;
    }

    @Override
    public LossReport penalty(PolicyBatch batch) {
        NDArray k3 = TokenMath.k3(batch.logProbs(), batch.reference(), LOG_RATIO_LIMIT);
        NDArray estimate = k3;
        if (settings.estimator() == Estimator.K2) {
            NDArray d = TokenMath.between(batch.logProbs().sub(batch.reference()), -LOG_RATIO_LIMIT, LOG_RATIO_LIMIT);
            estimate = Scalars.times(d.mul(d), 0.5);
        }
        return new LossReport(
                Scalars.times(TokenMath.tokenMean(estimate, batch), settings.coefficient()),
                Map.of("kl-to-reference", TokenMath.tokenMean(k3.stopGradient(), batch)));
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.REFERENCE_LOG_PROBS);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of("kl-to-reference");
    }
}
