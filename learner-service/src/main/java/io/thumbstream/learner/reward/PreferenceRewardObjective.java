package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Negative log-likelihood of pairwise choices, ties included.
 *
 * <p>With margin {@code z = s_first - s_second}, {@code t} the target and {@code win = max(0, 2t - 1)}, {@code lose = max(0, 1 -
 * 2t)}, {@code tie = 1 - win - lose}:
 * <ul>
 *   <li>Davidson: {@code log(e^(z/2) + e^(-z/2) + strength) - win z/2 + lose z/2 - tie log(strength)};
 *   <li>Rao-Kupper with {@code c = log(strength)}: {@code -win ls(z - c) - lose ls(-z - c) - tie (ls(z - c) + ls(-z - c) +
 *       log(strength^2 - 1))}, {@code ls} the log-sigmoid;
 *   <li>half: {@code -t ls(z) - (1 - t) ls(-z)};
 *   <li>equal: {@code -win ls(z) - lose ls(-z) + tie strength z^2}.
 * </ul>
 * Before that, {@link LabelPolicy} may turn {@code t} round, soften it, or take a lead off {@code z}: flip when {@code mu < min(0, tenth of all)};
 * soft {@code t} mixed with {@code sigmoid(mu)} by smoothing; margin {@code z - min(2, max(0, mu))}; smoothed {@code t <- (1 - smoothing) t + smoothing
 * sigmoid(mu)} each time; {@code mu} is the mean margin of the members, for flip and margin in favour of what was chosen.
 * Source: Bradley and Terry, Rank analysis of incomplete block designs, Biometrika 1952; Davidson, On extending the
 * Bradley-Terry model to accommodate ties, JASA 1970; Rao and Kupper, Ties in paired-comparison experiments, JASA 1967; Zhang et al.,
 * MM-RLHF, 2025, arXiv 2502.10391 (equal); Wang et al., Secrets of RLHF II, 2024, arXiv 2401.06080 (flip, soft, margin); Zhu et al.,
 * Iterative Data Smoothing, 2024, arXiv 2401.16335 (smoothed). Ours keeps the tie parameter fixed and takes soft targets by
 * interpolation; it measures strength by the members that are trained, once warm-up choices were learned, where the source trains an
 * ensemble beforehand, so it mixes soft targets with what was said and ends leads at 2; and it smooths at each visit of a choice in place
 * of each epoch, so set {@code pair-uses} above 1 for it.
 *
 * <p>In all tie models, a vote that is no tie goes to the first answer with probability {@code sigmoid(z)} (nearly for Rao-Kupper). A tie is
 * never turned round, and softened by smoothed alone. Finite for every finite margin.
 */
final class PreferenceRewardObjective implements RewardObjective {
    private final Settings settings;
    private final PairLabels asked;

    /**
     * How ties and doubtful choices are understood.
     *
     * @param ties tie model
     * @param strength tie parameter: above 0 for Davidson and equal, above 1 for Rao-Kupper, not used for half
     * @param labelPolicy what becomes of a choice before it is learned
     * @param smoothing share of the model's probability in a soft target, and in a smoothed one each time, in [0, 1]
     * @param warmUp choices learned as they were said before their strength counts, at least 0
     */
    record Settings(TieModel ties, double strength, LabelPolicy labelPolicy, double smoothing, int warmUp) {
        Settings {
            double least = ties == TieModel.RAO_KUPPER ? 1 : 0;
            if (!(strength > least && strength <= 1000)) {
                throw new IllegalArgumentException(
                        "strength is " + strength + "; choose a number above " + least + " and up to 1000 for " + ties);
            }
            if (!(smoothing >= 0 && smoothing <= 1) || warmUp < 0) {
                throw new IllegalArgumentException("smoothing is " + smoothing + " and warm-up " + warmUp
                        + "; choose from 0 to 1, and at least 0");
            }
        }

        static Settings defaults() {
            return said(TieModel.DAVIDSON, 0.8);
        }

        /** Choices as they were said. */
        static Settings said(TieModel ties, double strength) {
            return new Settings(ties, strength, LabelPolicy.HARD, 0.3, 500);
        }
    }

    PreferenceRewardObjective(Settings settings) {
        this.settings = settings;
        this.asked = new PairLabels(settings.labelPolicy(), settings.smoothing(), settings.warmUp());
    }

    @Override
    public RewardLoss evaluate(NDArray margins, LabelBatch batch) {
        NDManager manager = margins.getManager();
        long labels = batch.labels().size();
        float[] mean = margins.stopGradient().mean(new int[] {1}).toFloatArray();
        float[] targets = new float[mean.length];
        float[] leads = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
            RewardLabel label = batch.labels().get(i);
            if (label.kind() == LabelKind.PAIR) {
                PairLabels.Asked what = asked.asked(batch.ids().get(i), label.value(), mean[i]);
                targets[i] = (float) what.target();
                leads[i] = (float) what.lead();
            }
        }
        NDArray target = manager.create(targets, new Shape(labels, 1));
        NDArray lead = manager.create(leads, new Shape(labels, 1));
        NDArray weight = manager.create(batch.weightsOf(LabelKind.PAIR), new Shape(labels, batch.members()));
        NDArray each = losses(margins.sub(lead), target).mul(weight);
        return new RewardLoss(
                each.sum(),
                Map.of("pair_loss", each.mean(), "pair_margin", margins.abs().mean()));
    }

    private NDArray losses(NDArray z, NDArray target) {
        NDArray signed = Scalars.times(target, 2).sub(1);
        NDArray win = Logits.positivePart(signed);
        NDArray lose = Logits.positivePart(signed.neg());
        NDArray tie = win.add(lose).neg().add(1);
        return switch (settings.ties()) {
            case DAVIDSON -> davidson(z, signed, tie);
            case RAO_KUPPER -> raoKupper(z, win, lose, tie);
            case HALF -> Logits.crossEntropy(z, target);
            case EQUAL -> equal(z, win, lose, tie);
        };
    }

    private NDArray equal(NDArray z, NDArray win, NDArray lose, NDArray tie) {
        NDArray squared = Scalars.times(z.mul(z), settings.strength());
        return tie.mul(squared).sub(win.mul(Logits.logSigmoid(z))).sub(lose.mul(Logits.logSigmoid(z.neg())));
    }

    private NDArray davidson(NDArray z, NDArray signed, NDArray tie) {
        NDArray half = Scalars.times(z, 0.5);
        NDArray size = half.abs();
        // log(e^h + e^-h + strength) with the largest exponent taken out
        NDArray small = size.neg().exp();
        NDArray total = size.add(small.mul(small)
                .add(Scalars.times(small, settings.strength()))
                .add(1)
                .log());
        return total.sub(signed.mul(half)).sub(Scalars.times(tie, Math.log(settings.strength())));
    }

    private NDArray raoKupper(NDArray z, NDArray win, NDArray lose, NDArray tie) {
        double threshold = Math.log(settings.strength());
        NDArray first = Logits.logSigmoid(z.sub(threshold));
        NDArray second = Logits.logSigmoid(z.neg().sub(threshold));
        double excess = Math.log(settings.strength() * settings.strength() - 1);
        return win.add(tie)
                .mul(first)
                .add(lose.add(tie).mul(second))
                .add(Scalars.times(tie, excess))
                .neg();
    }

    @Override
    public void learned(double[] margins, LabelBatch batch) {
        for (int i = 0; i < margins.length; i++) {
            RewardLabel label = batch.labels().get(i);
            if (label.kind() == LabelKind.PAIR && label.weight() > 0) {
                asked.learned(batch.ids().get(i), label.value(), margins[i]);
            }
        }
    }

    @Override
    public Map<String, Double> state() {
        return asked.state();
    }

    @Override
    public void restore(Map<String, Double> state) {
        asked.restore(state);
    }

    @Override
    public double probability(LabelKind kind, double margin) {
        return Logits.sigmoid(margin);
    }

    @Override
    public Set<LabelKind> kinds() {
        return Set.of(LabelKind.PAIR);
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.PAIR);
    }
}
