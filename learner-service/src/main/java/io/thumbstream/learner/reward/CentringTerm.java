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
 * Holds the scores of a pair around zero, which a choice between them leaves free.
 *
 * <p>{@code L = coefficient sum w (s_first + s_second)^2} over pairs, {@code w} the weight of a pair to a member. Source: Eisenstein et al., Helping or Herding?
 * Reward Model Ensembles Mitigate but do not Eliminate Reward Hacking, 2023, arXiv 2312.09244. Ours is the same.
 *
 * <p>Members that learn from differences alone may drift apart by a constant for each prompt, and their disagreement then tells nothing. Use with
 * pairs wherever the members' disagreement or the sign of a score is read. Single answers are left out: their labels say where zero is.
 */
@Experimental
final class CentringTerm implements AuxiliaryRewardTerm {
    /** @param coefficient weight of the term, at least 0 */
    record Settings(double coefficient) {
        Settings {
            if (!(coefficient >= 0)) {
                throw new IllegalArgumentException("coefficient is " + coefficient + "; give at least 0");
            }
        }
    }

    private final Settings settings;

    CentringTerm(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardLoss evaluate(TrunkOutput output, LabelBatch batch) {
        NDArray scores = output.scores();
        NDManager manager = scores.getManager();
        long labels = batch.labels().size();
        NDArray both = Owned.of(manager, batch.pairSums(), new Shape(labels, batch.inputs()));
        NDArray weight = manager.create(batch.weightsOf(LabelKind.PAIR), new Shape(labels, batch.members()));
        NDArray sums = both.matMul(scores);
        NDArray each = sums.mul(sums).mul(weight);
        return new RewardLoss(Scalars.times(each.sum(), settings.coefficient()), Map.of("centring_loss", each.mean()));
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.PAIR);
    }
}
