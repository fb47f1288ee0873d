package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Owned;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A pair among the labels of a batch, for terms that read the states of its two answers.
 *
 * @param label what was said of it, of a weight above 0
 * @param first place of its first answer among the inputs; the second is the next
 */
record ShownPair(RewardLabel label, int first) {
    /** The pairs of a batch that weigh something, in order. */
    static List<ShownPair> of(LabelBatch batch) {
        List<ShownPair> pairs = new ArrayList<>();
        int input = 0;
        for (RewardLabel label : batch.labels()) {
            if (label.kind() == LabelKind.PAIR && label.weight() > 0) {
                pairs.add(new ShownPair(label, input));
            }
            input += label.items().size();
        }
        return pairs;
    }

    String prompt() {
        return label.items().get(0).prompt();
    }

    double weight() {
        return label.weight();
    }

    /** Above 0 where the first answer was chosen, below where the second was, 0 for a tie; its size, up to 1, is how clearly. */
    double side() {
        return 2 * label.value() - 1;
    }

    /** Whether one of two different answers was chosen. */
    boolean choice() {
        return side() != 0 && !label.items().get(0).equals(label.items().get(1));
    }

    /** Matrix {@code [pair, input]} that adds up both answers of each pair, each times its factor. */
    static NDArray rows(
            NDManager manager,
            List<ShownPair> pairs,
            int inputs,
            ToDoubleFunction<ShownPair> ofFirst,
            ToDoubleFunction<ShownPair> ofSecond) {
        float[] matrix = new float[pairs.size() * inputs];
        for (int i = 0; i < pairs.size(); i++) {
            ShownPair pair = pairs.get(i);
            int place = i * inputs + pair.first();
            matrix[place] = (float) ofFirst.applyAsDouble(pair);
            matrix[place + 1] = (float) ofSecond.applyAsDouble(pair);
        }
        return Owned.of(manager, matrix, new Shape(pairs.size(), inputs));
    }
}
