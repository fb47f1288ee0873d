package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.LabelItem;
import java.util.List;

/** What an interpreter made of a statement. */
public sealed interface Interpretation {

    /**
     * A statement in numbers.
     *
     * @param items one answer, or two for a comparison: first, second
     * @param value probability target in [0, 1]
     * @param weight importance, 0 or more
     * @param approval whether the value judges one answer by itself, so that it counts as that answer's binary label
     */
    record Meaning(List<LabelItem> items, double value, double weight, boolean approval) implements Interpretation {
        public Meaning {
            items = List.copyOf(items);
            if (items.isEmpty() || items.size() > 2) {
                throw new IllegalArgumentException("a label speaks about 1 or 2 answers, not " + items.size());
            }
            if (!(value >= 0 && value <= 1) || !(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "a label needs a value in [0, 1] and a weight of 0 or more, got value " + value + " and weight "
                                + weight);
            }
        }
    }

    /** A statement no number can be taken from; it goes to the dead letters with this reason. */
    record Nonsense(String reason) implements Interpretation {}
}
