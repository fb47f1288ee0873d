package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Owned;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Lets a reward model's language head write the answer that people chose rather than the other.
 *
 * <p>{@code L = -coefficient sum w |2t - 1| log sigmoid(beta sign(2t - 1) (lp_first - lp_second))} over pairs, {@code lp} the mean log-probability
 * of the tokens of an answer under the trunk's language head, {@code w} the weight of the label and {@code t} its target. Source: Yang et al.,
 * Regularizing Hidden States Enables Learning Generalizable Reward Model for LLMs, 2024, arXiv 2406.10216 (its preference form without a
 * reference model). Ours takes means over the tokens in place of sums, so that long answers do not saturate it, and trains the language head
 * with the rest.
 *
 * <p>Needs the transformer trunk, trained. Where {@code text-generation-term} only keeps the chosen answer likely, this one also makes the rejected one
 * unlikely, which with few choices is mostly what made them differ by chance. Thumbs and ties teach it nothing.
 */
@Experimental
final class ContrastiveTerm implements AuxiliaryRewardTerm {
    /**
     * @param coefficient weight of the term, at least 0
     * @param beta steepness, above 0, per nat per token
     */
    record Settings(double coefficient, double beta) {
        Settings {
            if (!(coefficient >= 0)) {
                throw new IllegalArgumentException("coefficient is " + coefficient + "; give at least 0");
            }
            if (!(beta > 0) || Double.isInfinite(beta)) {
                throw new IllegalArgumentException("beta is " + beta + "; give a finite number above 0");
            }
        }
    }

    private final Settings settings;

    ContrastiveTerm(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardLoss evaluate(TrunkOutput output, LabelBatch batch) {
        NDArray logProbs = output.logProbs();
        NDManager manager = logProbs.getManager();
        int labels = batch.labels().size();
        float[] sides = new float[labels];
        float[] weights = new float[labels];
        for (int i = 0; i < labels; i++) {
            RewardLabel label = batch.labels().get(i);
            if (label.kind() == LabelKind.PAIR) {
                double side = 2 * label.value() - 1;
                sides[i] = (float) Math.signum(side);
                weights[i] = (float) (label.weight() * Math.abs(side));
            }
        }
        Shape column = new Shape(labels, 1);
        NDArray lead = Owned.of(manager, batch.selection(), new Shape(labels, batch.inputs()))
                .matMul(logProbs.expandDims(1))
                .mul(manager.create(sides, column));
        NDArray each = Logits.logSigmoid(Scalars.times(lead, settings.beta()))
                .mul(manager.create(weights, column))
                .neg();
        return new RewardLoss(Scalars.times(each.sum(), settings.coefficient()), Map.of("contrast_loss", each.mean()));
    }

    @Override
    public boolean readsText() {
        return true;
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.PAIR);
    }
}
