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
 *   <li>half: {@code -t ls(z) - (1 - t) ls(-z)}.
 * </ul>
 * Source: Bradley and Terry, Rank analysis of incomplete block designs, Biometrika 1952; Davidson, On extending the
 * Bradley-Terry model to accommodate ties, JASA 1970; Rao and Kupper, Ties in paired-comparison experiments, JASA 1967. Ours
 * keeps the tie parameter fixed and takes soft targets by interpolation. In all three, a vote that is no tie goes to the
 * first answer with probability {@code sigmoid(z)} (exactly for Davidson and half, nearly for Rao-Kupper). Finite for every
 * finite margin.
 */
final class BradleyTerry implements RewardObjective {
    private final Settings settings;

    /**
     * The tie model.
     *
     * @param ties which one
     * @param strength tie parameter: above 0 for Davidson, above 1 for Rao-Kupper, not used for half
     */
    record Settings(TieModel ties, double strength) {
        Settings {
            double least = ties == TieModel.RAO_KUPPER ? 1 : 0;
            if (!(strength > least && strength <= 1000)) {
                throw new IllegalArgumentException(
                        "strength is " + strength + "; choose a number above " + least + " and up to 1000 for " + ties);
            }
        }

        static Settings defaults() {
            return new Settings(TieModel.DAVIDSON, 0.8);
        }
    }

    BradleyTerry(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardLoss evaluate(NDArray margins, LabelBatch batch) {
        NDManager manager = margins.getManager();
        long labels = batch.labels().size();
        NDArray target = manager.create(batch.targets(), new Shape(labels, 1));
        NDArray weight = manager.create(batch.weightsOf(LabelKind.PAIR), new Shape(labels, batch.members()));
        NDArray each = losses(margins, target).mul(weight);
        return new RewardLoss(
                each.sum(),
                Map.of("pair_loss", each.mean(), "pair_margin", margins.abs().mean()));
    }

    private NDArray losses(NDArray z, NDArray target) {
        if (settings.ties() == TieModel.HALF) {
            return Logits.crossEntropy(z, target);
        }
        NDArray signed = Scalars.times(target, 2).sub(1);
        NDArray win = Logits.positivePart(signed);
        NDArray lose = Logits.positivePart(signed.neg());
        NDArray tie = win.add(lose).neg().add(1);
        return settings.ties() == TieModel.DAVIDSON ? davidson(z, signed, tie) : raoKupper(z, win, lose, tie);
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
