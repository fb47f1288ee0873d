package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Negative log-likelihood of orders of answers, place by place.
 *
 * <p>{@code L = -sum_k log(exp(s_k) / sum_{j >= k} exp(s_j))} over the places {@code k} of an order but the last, {@code s_1} the score of its best
 * answer. Each place is a label: {@code -t log sigmoid(z) - (1 - t) log sigmoid(-z)}, {@code z = s_k - log sum_{j > k} exp(s_j)}, {@code t = 1};
 * the last two answers are a pair, of which {@code t} may be any target. Source: Luce, Individual Choice Behavior, 1959; Plackett, The
 * Analysis of Permutations, Applied Statistics 1975; Xia et al., Listwise Approach to Learning to Rank, ICML 2008. Ours learns
 * the places as labels of their own, whose losses add up to that of the order, so that each has its weights for the members and its share
 * of uses.
 *
 * <p>Needs {@code ranking} with {@code as: order}: without it, only pairs come, each learned as an order of two. The better of two answers far
 * behind counts for as much as who is best, and an order that is turned round is wrong at every place. A tie is half a choice each way;
 * where people tie often or what they choose is in doubt, {@code by-label-kind} learns pairs by their own settings and places by this.
 * Places of an order are no test of the model: what stands first there was chosen by what was said.
 */
@Experimental
final class PlackettLuce implements RewardObjective {
    @Override
    public RewardLoss evaluate(NDArray margins, LabelBatch batch) {
        return evaluate(margins, batch, kinds());
    }

    /** The loss over labels of some kinds alone. */
    RewardLoss evaluate(NDArray margins, LabelBatch batch, Set<LabelKind> heard) {
        NDManager manager = margins.getManager();
        int labels = batch.labels().size();
        float[] targets = new float[labels];
        float[] weights = new float[labels * batch.members()];
        for (int i = 0; i < weights.length; i++) {
            RewardLabel label = batch.labels().get(i / batch.members());
            if (heard.contains(label.kind())) {
                targets[i / batch.members()] = (float) label.value();
                weights[i] = (float) batch.weights()[i / batch.members()][i % batch.members()];
            }
        }
        NDArray target = manager.create(targets, new Shape(labels, 1));
        NDArray weight = manager.create(weights, new Shape(labels, batch.members()));
        NDArray each = Logits.crossEntropy(margins, target).mul(weight);
        return new RewardLoss(each.sum(), Map.of("order_loss", each.mean()));
    }

    @Override
    public double probability(LabelKind kind, double margin) {
        return Logits.sigmoid(margin);
    }

    @Override
    public Set<LabelKind> kinds() {
        return Set.of(LabelKind.PAIR, LabelKind.BEST);
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.RANKING);
    }
}
