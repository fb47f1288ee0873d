package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Cross-entropy of approval of single answers.
 *
 * <p>{@code -balance_up t log sigmoid(s - bias) - (1 - t) log sigmoid(bias - s)}. Source: the reward-model form of Jung et al.,
 * Binary classifier optimization, 2024, arXiv 2404.04656. Ours has a fixed shift here; the shift that follows the data is the
 * approval rate of each person and of all, which {@link PeopleEffects} learns. Use for thumbs and ratings. With nearly all
 * votes up, lower {@code up-weight} so that the few downs are heard.
 */
final class BinaryLogistic implements RewardObjective {
    private final Settings settings;

    /**
     * Shift and balance.
     *
     * @param bias score of an answer that is approved of half of the time, in {@code [-20, 20]}
     * @param upWeight weight of approval against disapproval, in {@code (0, 100]}
     */
    record Settings(double bias, double upWeight) {
        Settings {
            if (!(Math.abs(bias) <= 20)) {
                throw new IllegalArgumentException("bias is " + bias + "; choose from -20 to 20");
            }
            if (!(upWeight > 0 && upWeight <= 100)) {
                throw new IllegalArgumentException("up-weight is " + upWeight + "; choose above 0 and up to 100");
            }
        }

        static Settings defaults() {
            return new Settings(0, 1);
        }
    }

    BinaryLogistic(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardLoss evaluate(NDArray margins, LabelBatch batch) {
        NDManager manager = margins.getManager();
        long labels = batch.labels().size();
        NDArray target = manager.create(batch.targets(), new Shape(labels, 1));
        NDArray weight = manager.create(batch.weightsOf(LabelKind.BINARY), new Shape(labels, batch.members()));
        NDArray z = margins.sub(settings.bias());
        NDArray up = Logits.logSigmoid(z).mul(Scalars.times(target, settings.upWeight()));
        NDArray down = Logits.logSigmoid(z.neg()).mul(target.neg().add(1));
        NDArray each = up.add(down).neg().mul(weight);
        return new RewardLoss(
                each.sum(),
                Map.of("binary_loss", each.mean(), "binary_margin", z.abs().mean()));
    }

    @Override
    public double probability(LabelKind kind, double margin) {
        return Logits.sigmoid(margin - settings.bias());
    }

    @Override
    public Set<LabelKind> kinds() {
        return Set.of(LabelKind.BINARY);
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.BINARY_LABEL);
    }
}
