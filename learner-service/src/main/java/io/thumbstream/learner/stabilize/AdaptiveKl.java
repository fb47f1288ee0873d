package io.thumbstream.learner.stabilize;

import ai.djl.ndarray.NDArray;
import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.objective.TokenMath;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * A penalty on divergence from the frozen reference policy, whose weight follows a divergence that is wanted.
 *
 * <p>{@code L = b mean(k2)}, {@code k2 = d^2 / 2}, {@code d = log pi - log ref} cut to [-10, 10]; {@code b} begins as {@code coefficient}, and
 * after each step taken {@code b <- b (1 + gain clip(D / target - 1, -0.2, 0.2))}, kept within {@code [coefficient / range, coefficient range]},
 * {@code D = mean(e^-d + d - 1)}. Means are over the answer tokens of the whole step. Source: Ziegler et al., Fine-Tuning Language Models from
 * Human Preferences, 2019, arXiv 1909.08593. Ours holds the divergence of a token in place of that of an answer, so that the target does not
 * depend on the length, and adds the bounds, without which a policy at rest loses its hold.
 *
 * <p>Choose it in place of {@code kl-penalty} where rewards change their scale, as a reward model does that is still learning: a divergence can
 * be told beforehand, a weight cannot. It says how far the policy may go, not how far it should: a reward that pulls nowhere lets the weight
 * fall to its bound. With gain 0.1 the weight changes by a fiftieth a step at most, by half in 34 steps. {@code kl-to-reference} is {@code D},
 * {@code kl-coefficient} is {@code b}.
 */
@Experimental
final class AdaptiveKl implements Stabilizer {
    private static final double LOG_RATIO_LIMIT = 10;
    private static final double LARGEST_MISS = 0.2;
    private static final String COEFFICIENT = "kl-coefficient";
    private static final String DIVERGENCE = "kl-to-reference";

    /**
     * @param coefficient weight of the penalty at first, above 0, in loss per nat
     * @param target divergence that is wanted, above 0, in nat per token
     * @param gain share of a miss by which the weight changes in a step, in [0, 1]; 0 leaves it as it is
     * @param range largest factor by which the weight leaves what it was at first, at least 1
     */
    record Settings(double coefficient, double target, double gain, double range) {
        Settings {
            if (!(coefficient > 0) || !(target > 0)) {
                throw new IllegalArgumentException(
                        "coefficient is " + coefficient + " and target " + target + "; give values above 0");
            }
            if (!(gain >= 0 && gain <= 1) || !(range >= 1)) {
                throw new IllegalArgumentException(
                        "gain is " + gain + " and range " + range + "; give a number in [0, 1] and at least 1");
            }
        }
    }

    private final Settings settings;
    private double coefficient;
    private double diverged;
    private boolean measured;

    AdaptiveKl(Settings settings) {
        this.settings = settings;
        this.coefficient = settings.coefficient();
    }

    @Override
    public void beginStep() {
        diverged = 0;
        measured = false;
    }

    @Override
    public LossReport penalty(PolicyBatch batch) {
        NDArray d = TokenMath.between(batch.logProbs().sub(batch.reference()), -LOG_RATIO_LIMIT, LOG_RATIO_LIMIT);
        NDArray k2 = Scalars.times(d.mul(d), 0.5);
        NDArray k3 = TokenMath.k3(batch.logProbs().stopGradient(), batch.reference(), LOG_RATIO_LIMIT);
        NDArray divergence = TokenMath.tokenMean(k3, batch);
        diverged += divergence.getFloat();
        measured = true;
        NDArray share = TokenMath.tokenMean(batch.mask(), batch);
        return new LossReport(
                Scalars.times(TokenMath.tokenMean(k2, batch), coefficient),
                Map.of(DIVERGENCE, divergence, COEFFICIENT, Scalars.times(share, coefficient)));
    }

    @Override
    public void afterStep(PolicyWeights weights) {
        if (!measured) {
            return;
        }
        double miss = Math.max(-LARGEST_MISS, Math.min(LARGEST_MISS, diverged / settings.target() - 1));
        double lowest = settings.coefficient() / settings.range();
        double highest = settings.coefficient() * settings.range();
        coefficient = Math.max(lowest, Math.min(highest, coefficient * (1 + settings.gain() * miss)));
    }

    @Override
    public Map<String, Double> state() {
        return Map.of(COEFFICIENT, coefficient);
    }

    @Override
    public void restore(Map<String, Double> state) {
        coefficient = state.getOrDefault(COEFFICIENT, settings.coefficient());
        diverged = 0;
        measured = false;
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.REFERENCE_LOG_PROBS);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of(DIVERGENCE, COEFFICIENT);
    }
}
