package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Proximal policy optimisation with a clipped ratio and truncated importance weights.
 *
 * <p>Decoupled (the default): {@code L = -mean(w min(u A, clip(u, 1 - low, 1 + high) A))} with {@code u = pi / prox},
 * {@code w = min(prox / mu, cap)} without gradient; {@code prox} is the policy at the start of the step, {@code mu} the
 * one that sampled. Against the behaviour policy: {@code L = -mean(min(u' A, clip(u, 1 - low, 1 + high) A))} with
 * {@code u = pi / mu} and {@code u' = min(u, cap)}. A ratio of two policies is that of a token, or with ratio sequence the same for all
 * tokens of an answer, {@code exp(mean(log a - log b))} over them. The mean is over the answer tokens of the whole step. Source:
 * Schulman et al., 2017, arXiv 1707.06347; a wider clip above: Yu et al., DAPO, 2025, arXiv 2503.14476; decoupling: Hilton, Cobbe and
 * Schulman, 2021, arXiv 2110.00641; truncation: Espeholt et al., IMPALA, 2018, arXiv 1802.01561; sequence: Zheng et al., GSPO, 2025,
 * arXiv 2507.18071. Ours takes one gradient step per batch, so decoupled the clip only matters for partial passes, and the
 * importance weight does the correction.
 *
 * <p>Use decoupled when samples are several versions old: a ratio against the behaviour policy leaves the clip range and
 * such samples stop teaching. Needs exact behaviour log-probs. What clipping takes away does not cancel out, {@code clip-bias =
 * mean((u - clip(u)) A)}: even random rewards may sharpen a policy by it, so compare gains with those of random rewards. Sequence lets an answer in or out as a whole, and long answers count by their tokens, not once as in the source.
 */
final class PpoClip implements PolicyObjective {
    /** What the ratio is taken against. */
    enum Proximal {
        BEHAVIOUR,
        DECOUPLED
    }

    /** What shares one ratio. */
    enum Ratio {
        TOKEN,
        SEQUENCE
    }

    /**
     * @param clipLow distance below 1 at which a falling ratio stops teaching, in (0, 1]
     * @param clipHigh distance above 1 at which a rising ratio stops teaching, above 0
     * @param importanceCap largest importance weight, at least 1
     * @param proximal what the ratio is taken against
     * @param ratio whether each token or each answer has one
     */
    record Settings(double clipLow, double clipHigh, double importanceCap, Proximal proximal, Ratio ratio) {
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
        NDArray ratio = ratio(batch.logProbs(), decoupled ? batch.proximal() : batch.behaviour(), batch);
        NDArray weight = TokenMath.atMost(ratio(batch.proximal(), batch.behaviour(), batch), settings.importanceCap());
        NDArray free = decoupled ? ratio : TokenMath.atMost(ratio, settings.importanceCap());
        NDArray clipped = TokenMath.between(ratio, 1 - settings.clipLow(), 1 + settings.clipHigh());
        NDArray surrogate = NDArrays.minimum(free.mul(batch.advantages()), clipped.mul(batch.advantages()));
        NDArray gain = decoupled ? surrogate.mul(weight) : surrogate;
        NDArray cut = ratio.stopGradient().sub(clipped.stopGradient()).mul(batch.advantages());
        NDArray outside = ratio.stopGradient().neq(clipped.stopGradient()).toType(DataType.FLOAT32, false);
        NDArray drift = TokenMath.k3(batch.proximal(), batch.behaviour(), 10);
        return new LossReport(
                TokenMath.tokenMean(gain, batch).neg(),
                Map.of(
                        "clip-bias", TokenMath.tokenMean(cut, batch),
                        "clip-ratio", TokenMath.tokenMean(outside, batch),
                        "importance-weight", TokenMath.tokenMean(weight, batch),
                        "kl-sample-train", TokenMath.tokenMean(drift, batch)));
    }

    /** Broadcasts to {@code [batch, time]}. */
    private NDArray ratio(NDArray above, NDArray below, PolicyBatch batch) {
        return settings.ratio() == Ratio.TOKEN
                ? TokenMath.ratio(above, below)
                : TokenMath.meanRatio(above, below, batch.mask());
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.ADVANTAGES, Signal.BEHAVIOUR_LOG_PROBS);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of("clip-bias", "clip-ratio", "importance-weight", "kl-sample-train");
    }
}
