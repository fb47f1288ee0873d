package io.thumbstream.learner.reward;

import java.util.List;

/**
 * Labels whose answers were scored together.
 *
 * <p>The answers of all labels stand in one list, axis {@code [input]}, each label's own in order.
 *
 * @param labels axis {@code [label]}
 * @param weights importance of each label to each member, {@code [label][member]}, at least 0
 */
public record LabelBatch(List<RewardLabel> labels, double[][] weights) {
    public LabelBatch {
        labels = List.copyOf(labels);
        if (labels.isEmpty() || weights.length != labels.size()) {
            throw new IllegalArgumentException("A batch of " + labels.size() + " labels has " + weights.length
                    + " rows of weights; give at least one label and one row each");
        }
    }

    /** Number of answers, the first axis of the scores. */
    public int inputs() {
        return labels.stream().mapToInt(label -> label.items().size()).sum();
    }

    /** Number of members, the second axis of the scores. */
    public int members() {
        return weights[0].length;
    }

    /** Matrix {@code [label, input]}, row-major, that turns scores into margins: +1 for the first answer, -1 for the second. */
    float[] selection() {
        int inputs = inputs();
        float[] matrix = new float[labels.size() * inputs];
        int input = 0;
        for (int i = 0; i < labels.size(); i++) {
            matrix[i * inputs + input++] = 1;
            if (labels.get(i).kind() == LabelKind.PAIR) {
                matrix[i * inputs + input++] = -1;
            }
        }
        return matrix;
    }

    /** Targets, {@code [label]}. */
    float[] targets() {
        float[] targets = new float[labels.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) labels.get(i).value();
        }
        return targets;
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
