package io.thumbstream.learner.reward;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labels whose answers were scored together.
 *
 * <p>The answers of all labels stand in one list, axis {@code [input]}, each label's own in order.
 *
 * @param ids names of the labels, axis {@code [label]}
 * @param labels axis {@code [label]}
 * @param weights importance of each label to each member, {@code [label][member]}, at least 0
 * @param left share of the importance of each label that the firewall left, axis {@code [label]}, in [0, 1]
 */
public record LabelBatch(List<String> ids, List<RewardLabel> labels, double[][] weights, List<Double> left) {
    public LabelBatch {
        ids = List.copyOf(ids);
        labels = List.copyOf(labels);
        left = List.copyOf(left);
        if (ids.size() != labels.size() || left.size() != labels.size()) {
            throw new IllegalArgumentException("A batch of " + labels.size() + " labels has " + ids.size() + " ids and "
                    + left.size() + " shares that are left; give one each");
        }
        if (labels.isEmpty() || weights.length != labels.size()) {
            throw new IllegalArgumentException("A batch of " + labels.size() + " labels has " + weights.length
                    + " rows of weights; give at least one label and one row each");
        }
    }

    /** Labels from which nothing was taken. */
    public LabelBatch(List<String> ids, List<RewardLabel> labels, double[][] weights) {
        this(ids, labels, weights, Collections.nCopies(labels.size(), 1.0));
    }

    /** Labels that are named by their place. */
    public LabelBatch(List<RewardLabel> labels, double[][] weights) {
        this(IntStream.range(0, labels.size()).mapToObj(String::valueOf).toList(), labels, weights);
    }

    /** Number of answers, the first axis of the scores. */
    public int inputs() {
        return labels.stream().mapToInt(label -> label.items().size()).sum();
    }

    /** Number of members, the second axis of the scores. */
    public int members() {
        return weights[0].length;
    }

    /** Matrix {@code [label, input]}, row-major: +1 for the first answer of each label, -1 for the second of a pair. */
    float[] selection() {
        int inputs = inputs();
        float[] matrix = new float[labels.size() * inputs];
        int input = 0;
        for (int i = 0; i < labels.size(); i++) {
            RewardLabel label = labels.get(i);
            matrix[i * inputs + input] = 1;
            if (label.kind() == LabelKind.PAIR) {
                matrix[i * inputs + input + 1] = -1;
            }
            input += label.items().size();
        }
        return matrix;
    }

    /** Matrix {@code [label, input]}, row-major, that adds the scores of a pair and leaves out other labels. */
    float[] pairSums() {
        int inputs = inputs();
        float[] matrix = selection();
        for (int i = 0; i < matrix.length; i++) {
            boolean pair = labels.get(i / inputs).kind() == LabelKind.PAIR;
            matrix[i] = pair ? Math.abs(matrix[i]) : 0;
        }
        return matrix;
    }

    /** Weights of the labels of one kind, zero for the others, {@code [label, member]} row-major. */
    float[] weightsOf(LabelKind kind) {
        float[] flat = new float[labels.size() * members()];
        for (int i = 0; i < flat.length; i++) {
            int label = i / members();
            flat[i] = labels.get(label).kind() == kind ? (float) weights[label][i % members()] : 0;
        }
        return flat;
    }
}
