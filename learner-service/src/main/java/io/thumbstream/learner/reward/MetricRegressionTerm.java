package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.tensor.Owned;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * Lets an edited answer lead the one it corrects by as much as was changed.
 *
 * <p>{@code L = coefficient sum w (s_first - s_second - gain (2 t - 1) (1 - sim))^2} over pairs that come from edits, {@code w} the weight of a pair to a member,
 * {@code t} its target, {@code sim = 1 - d / max(n, m)} with {@code d} the least number of words to insert, delete or replace between answers of {@code n} and
 * {@code m} words. Source: RIVAL: Reinforcement Learning with Iterative and Adversarial Optimization for Machine Translation, 2025, arXiv 2506.05070 (the metric beside the
 * choice). Ours regresses the difference of the scores on that of the metric in place of a head of its own, which would need another score in every record.
 *
 * <p>A choice alone says that the edited text is better, not that a corrected comma is little and a new answer much; with few edits the reward model then learns to
 * tell people's hand from the policy's. Other pairs are left out: their answers differ for many reasons. Where a small edit matters most, a wrong number say, it
 * understates.
 */
@Experimental
final class MetricRegressionTerm implements AuxiliaryRewardTerm {
    /**
     * @param coefficient weight of the term, at least 0
     * @param gain lead of an edited answer that shares no word with the one it corrects, above 0, in units of the score
     */
    record Settings(double coefficient, double gain) {
        Settings {
            if (!(coefficient >= 0)) {
                throw new IllegalArgumentException("coefficient is " + coefficient + "; give at least 0");
            }
            if (!(gain > 0) || Double.isInfinite(gain)) {
                throw new IllegalArgumentException("gain is " + gain + "; give a finite number above 0");
            }
        }
    }

    private final Settings settings;

    MetricRegressionTerm(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardLoss evaluate(TrunkOutput output, LabelBatch batch) {
        NDArray scores = output.scores();
        NDManager manager = scores.getManager();
        int labels = batch.labels().size();
        float[] wanted = new float[labels];
        float[] weights = batch.weightsOf(LabelKind.PAIR);
        for (int i = 0; i < labels; i++) {
            RewardLabel label = batch.labels().get(i);
            if (label.evidence().kind() == FeedbackKind.EDIT && label.kind() == LabelKind.PAIR) {
                wanted[i] = (float) lead(label);
            } else {
                Arrays.fill(weights, i * batch.members(), (i + 1) * batch.members(), 0);
            }
        }
        NDArray selection = Owned.of(manager, batch.selection(), new Shape(labels, batch.inputs()));
        NDArray missing = selection.matMul(scores).sub(manager.create(wanted, new Shape(labels, 1)));
        NDArray each = missing.mul(missing).mul(manager.create(weights, new Shape(labels, batch.members())));
        return new RewardLoss(Scalars.times(each.sum(), settings.coefficient()), Map.of("metric_loss", each.mean()));
    }

    private double lead(RewardLabel label) {
        ScoreInput first = label.items().get(0);
        ScoreInput second = label.items().get(1);
        return settings.gain() * (2 * label.value() - 1) * (1 - similarity(first.response(), second.response()));
    }

    /** Share of words that stay, in [0, 1]. */
    static double similarity(String first, String second) {
        String[] from = first.strip().split("\\s+", -1);
        String[] to = second.strip().split("\\s+", -1);
        int[] distance = new int[to.length + 1];
        Arrays.setAll(distance, j -> j);
        for (int i = 1; i <= from.length; i++) {
            int diagonal = distance[0];
            distance[0] = i;
            for (int j = 1; j <= to.length; j++) {
                int replaced = diagonal + (from[i - 1].equals(to[j - 1]) ? 0 : 1);
                diagonal = distance[j];
                distance[j] = Math.min(replaced, 1 + Math.min(distance[j], distance[j - 1]));
            }
        }
        return 1 - (double) distance[to.length] / Math.max(from.length, to.length);
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.EDIT);
    }
}
