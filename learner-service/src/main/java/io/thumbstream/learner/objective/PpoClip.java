package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Proximal policy optimisation with a clipped token ratio and truncated importance weights.
 *
 * <p>Decoupled (the default): {@code L = -mean(w min(u A, clip(u, 1 - low, 1 + high) A))} with {@code u = pi / prox},
 * {@code w = min(prox / mu, cap)} without gradient; {@code prox} is the policy at the start of the step, {@code mu} the
 * one that sampled. Against the behaviour policy: {@code L = -mean(min(u' A, clip(u, 1 - low, 1 + high) A))} with
 * {@code u = pi / mu} and {@code u' = min(u, cap)}. The mean is over the answer tokens of the whole step. Source:
 * Schulman et al., 2017, arXiv 1707.06347; decoupling: Hilton, Cobbe and Schulman, 2021, arXiv 2110.00641; truncation:
 * Espeholt et al., IMPALA, 2018, arXiv 1802.01561. Ours takes one gradient step per batch, so decoupled the clip only
 * matters for partial passes, and the importance weight does the correction.
 *
 * <p>Use decoupled when samples are several versions old: a ratio against the behaviour policy leaves the clip range and
 * such samples stop teaching. Needs exact behaviour log-probs.
 */
final class PpoClip implements PolicyObjective {
    /** What the ratio is taken against. */
    enum Proximal {
        BEHAVIOUR,
        DECOUPLED
    }

    /**
     * @param clipLow distance below 1 at which a falling ratio stops teaching, in (0, 1]
     * @param clipHigh distance above 1 at which a rising ratio stops teaching, above 0
     * @param importanceCap largest importance weight, at least 1
     * @param proximal what the ratio is taken against
     */
    record Settings(double clipLow, double clipHigh, double importanceCap, Proximal proximal) {
        Settings {
            if (!(clipLow > 0 && clipLow <= 1) || !(clipHigh > 0)) {
                throw new IllegalArgumentException("clip-low is " + clipLow + " and clip-high is " + clipHigh
                        + "; give values in (0, 1] and above 0");
            }
            if (!(importanceCap >= 1)) {
                throw new IllegalArgumentException("importance-cap is " + importanceCap + "; give at least 1");
            }
        }
    }

    private final Settings settings;

    PpoClip(Settings settings) {
        this.settings = settings;
    }

    @Override
    public LossReport evaluate(PolicyBatch batch) {
        boolean decoupled = settings.proximal() == Proximal.DECOUPLED;
        NDArray ratio = TokenMath.ratio(batch.logProbs(), decoupled ? batch.proximal() : batch.behaviour());
        NDArray weight =
                TokenMath.atMost(TokenMath.ratio(batch.proximal(), batch.behaviour()), settings.importanceCap());
        NDArray free = decoupled ? ratio : TokenMath.atMost(ratio, settings.importanceCap());
        NDArray clipped = TokenMath.between(ratio, 1 - settings.clipLow(), 1 + settings.clipHigh());
        NDArray surrogate = NDArrays.minimum(free.mul(batch.advantages()), clipped.mul(batch.advantages()));
        NDArray gain = decoupled ? surrogate.mul(weight) : surrogate;
        NDArray outside = ratio.stopGradient().neq(clipped.stopGradient()).toType(DataType.FLOAT32, false);
        NDArray drift = TokenMath.k3(batch.proximal(), batch.behaviour(), 10);
        return new LossReport(
                TokenMath.tokenMean(gain, batch).neg(),
                Map.of(
                        "clip-ratio", TokenMath.tokenMean(outside, batch),
                        "importance-weight", TokenMath.tokenMean(weight, batch),
                        "kl-sample-train", TokenMath.tokenMean(drift, batch)));
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.ADVANTAGES, Signal.BEHAVIOUR_LOG_PROBS);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of("clip-ratio", "importance-weight", "kl-sample-train");
    }
}
