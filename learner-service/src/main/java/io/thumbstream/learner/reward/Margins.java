package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Owned;
import io.thumbstream.model.tensor.TensorOps;
import java.util.Arrays;

/**
 * Margins of labels from the scores of their answers.
 *
 * <p>The score of a single answer, {@code s_first - s_second} of a pair, {@code s_first - log sum exp(s_j)} over the others where the first of
 * several is the best. So {@code sigmoid(margin)} is the probability of what the label says under the choice models of Bradley and Terry and of
 * Luce. Finite for finite scores.
 */
final class Margins {
    /** Added to the score of an answer that is not there; its exponential is 0. */
    private static final float ABSENT = -1e30f;

    private Margins() {}

    /**
     * The margin of one label, mean over the members.
     *
     * @param scores {@code [input][member]}
     * @param first place of the label's first answer among the inputs
     */
    static double of(RewardLabel label, double[][] scores, int first) {
        return switch (label.kind()) {
            case BINARY, PERSON -> mean(scores[first]);
            case PAIR -> mean(scores[first]) - mean(scores[first + 1]);
            case BEST -> overOthers(scores, first, label.items().size());
        };
    }

    private static double overOthers(double[][] scores, int first, int answers) {
        int members = scores[first].length;
        double sum = 0;
        for (int member = 0; member < members; member++) {
            double highest = Double.NEGATIVE_INFINITY;
            for (int i = first + 1; i < first + answers; i++) {
                highest = Math.max(highest, scores[i][member]);
            }
            double shares = 0;
            for (int i = first + 1; i < first + answers; i++) {
                shares += Math.exp(scores[i][member] - highest);
            }
            sum += scores[first][member] - highest - Math.log(shares);
        }
        return sum / members;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /**
     * The margins of a batch, {@code [label, member]}, differentiable.
     *
     * @param scores {@code [input, member]}
     */
    static NDArray of(NDArray scores, LabelBatch batch) {
        int labels = batch.labels().size();
        NDArray firsts = Owned.of(scores.getManager(), batch.selection(), new Shape(labels, batch.inputs()))
                .matMul(scores);
        int most = batch.labels().stream()
                .filter(label -> label.kind() == LabelKind.BEST)
                .mapToInt(label -> label.items().size() - 1)
                .max()
                .orElse(0);
        return most == 0 ? firsts : firsts.sub(others(scores, batch, most));
    }

    /** {@code log sum exp} of the others where the first of several is the best, 0 for other labels, {@code [label, member]}. */
    private static NDArray others(NDArray scores, LabelBatch batch, int most) {
        NDManager manager = scores.getManager();
        int labels = batch.labels().size();
        long[] places = new long[labels * most];
        float[] absent = new float[labels * most];
        float[] heard = new float[labels];
        Arrays.fill(absent, ABSENT);
        long input = 0;
        for (int i = 0; i < labels; i++) {
            RewardLabel label = batch.labels().get(i);
            int answers = label.items().size();
            if (label.kind() == LabelKind.BEST) {
                heard[i] = 1;
                for (int other = 1; other < answers; other++) {
                    places[i * most + other - 1] = input + other;
                    absent[i * most + other - 1] = 0;
                }
            }
            input += answers;
        }
        NDArray each = scores.get(manager.create(places))
                .reshape(labels, most, batch.members())
                .transpose(0, 2, 1)
                .add(manager.create(absent, new Shape(labels, 1, most)));
        return TensorOps.logSumExp(each).mul(manager.create(heard, new Shape(labels, 1)));
    }
}
