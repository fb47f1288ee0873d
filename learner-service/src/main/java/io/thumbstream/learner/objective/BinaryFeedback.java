package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import io.thumbstream.model.tensor.Masked;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.model.tensor.TensorOps;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Binary classifier optimisation: thumbs train the policy directly, without a reward model.
 *
 * <p>{@code r = beta sum_t (log pi - log ref)} per answer; {@code L = -sum w [y log s(r - d) + (1 - y) log s(d - r)] / W}
 * with {@code s} the logistic function, label {@code y}, weight {@code w}, and {@code W} the label weight of the whole
 * step. The shift {@code d} is the mean of two running means of {@code r}, one over ups and one over downs. Source: Jung
 * et al., Binary Classifier Optimization, 2024, arXiv 2404.04656. Ours keeps the shift per class (the two-sided bound is
 * tightest there; a pooled mean equals it only for balanced thumbs) and, when asked, weights each class by half its
 * inverse share, cut at {@code balance-cap}, because thumbs in practice are one-sided.
 *
 * <p>Answers without a label have weight 0. The running means and the share of ups are state.
 */
final class BinaryFeedback implements PolicyObjective {
    /**
     * @param beta inverse temperature of the implied reward, above 0
     * @param shiftDecay share of the old value in the running means, in [0, 1)
     * @param classBalance whether ups and downs get the same total weight
     * @param balanceCap largest class weight, at least 1
     */
    record Settings(double beta, double shiftDecay, boolean classBalance, double balanceCap) {
        Settings {
            if (!(beta > 0) || !(shiftDecay >= 0 && shiftDecay < 1) || !(balanceCap >= 1)) {
                throw new IllegalArgumentException("beta " + beta + ", shift-decay " + shiftDecay + " and balance-cap "
                        + balanceCap + " must be above 0, in [0, 1) and at least 1");
            }
        }
    }

    private final Settings settings;
    private double upMean;
    private double downMean;
    private double upShare = 0.5;
    private double stepUp;
    private double stepUpWeight;
    private double stepDown;
    private double stepDownWeight;

    BinaryFeedback(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void beginStep() {
        stepUp = 0;
        stepUpWeight = 0;
        stepDown = 0;
        stepDownWeight = 0;
    }

    @Override
    public LossReport evaluate(PolicyBatch batch) {
        NDArray reward =
                Scalars.times(Masked.rowSum(batch.logProbs().sub(batch.reference()), batch.mask()), settings.beta());
        NDArray margin = reward.sub((float) shift());
        NDArray up = batch.labels();
        NDArray down = up.neg().add(1f);
        NDArray upWeight = Scalars.times(up.mul(batch.labelWeights()), classWeight(upShare));
        NDArray downWeight = Scalars.times(down.mul(batch.labelWeights()), classWeight(1 - upShare));
        NDArray gain = TensorOps.logSigmoid(margin)
                .mul(upWeight)
                .add(TensorOps.logSigmoid(margin.neg()).mul(downWeight));
        double whole = Math.max(1e-8, batch.whole().labelWeight());
        observe(batch, reward.stopGradient());
        return new LossReport(
                Scalars.over(gain.sum(), whole).neg(),
                Map.of(
                        "implied-reward",
                        Scalars.over(
                                reward.stopGradient().mul(batch.labelWeights()).sum(), whole),
                        "up-share",
                        Scalars.over(up.mul(batch.labelWeights()).sum(), whole)));
    }

    private void observe(PolicyBatch batch, NDArray reward) {
        float[] rewards = reward.toFloatArray();
        float[] labels = batch.labels().toFloatArray();
        float[] weights = batch.labelWeights().toFloatArray();
        for (int i = 0; i < rewards.length; i++) {
            stepUp += rewards[i] * labels[i] * weights[i];
            stepUpWeight += labels[i] * weights[i];
            stepDown += rewards[i] * (1 - labels[i]) * weights[i];
            stepDownWeight += (1 - labels[i]) * weights[i];
        }
    }

    @Override
    public void endStep() {
        double keep = settings.shiftDecay();
        if (stepUpWeight > 0) {
            upMean = keep * upMean + (1 - keep) * stepUp / stepUpWeight;
        }
        if (stepDownWeight > 0) {
            downMean = keep * downMean + (1 - keep) * stepDown / stepDownWeight;
        }
        double total = stepUpWeight + stepDownWeight;
        if (total > 0) {
            upShare = keep * upShare + (1 - keep) * stepUpWeight / total;
        }
    }

    private double shift() {
        return (upMean + downMean) / 2;
    }

    private double classWeight(double share) {
        return settings.classBalance() ? Math.min(settings.balanceCap(), 0.5 / Math.max(share, 1e-6)) : 1;
    }

    @Override
    public Map<String, Double> state() {
        return Map.of("up-mean", upMean, "down-mean", downMean, "up-share", upShare);
    }

    @Override
    public void restore(Map<String, Double> state) {
        upMean = state.getOrDefault("up-mean", 0.0);
        downMean = state.getOrDefault("down-mean", 0.0);
        upShare = state.getOrDefault("up-share", 0.5);
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.BINARY_LABEL, Signal.REFERENCE_LOG_PROBS);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of("implied-reward", "up-share");
    }
}
