package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.LabelItem;
import java.util.List;

/** What an interpreter made of a statement. */
public sealed interface Interpretation {

    /** What the statement says in numbers, one label each; nothing for nonsense. */
    List<Meaning> meanings();

    /**
     * A statement in numbers.
     *
     * @param items one answer, two for a comparison: first, second, or more of which the first may be the best
     * @param value probability target in [0, 1]: of approval, that the first is better, or that it is the best
     * @param weight importance, 0 or more
     * @param approval whether the value judges one answer by itself, so that it counts as that answer's binary label
     */
    record Meaning(List<LabelItem> items, double value, double weight, boolean approval) implements Interpretation {
        public Meaning {
            items = List.copyOf(items);
            if (items.isEmpty()) {
                throw new IllegalArgumentException("a label speaks about no answer; name at least 1");
            }
            if (!(value >= 0 && value <= 1) || !(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "a label needs a value in [0, 1] and a weight of 0 or more, got value " + value + " and weight "
                                + weight);
            }
        }

        @Override
        public List<Meaning> meanings() {
            return List.of(this);
        }
    }

    /**
     * A statement that says more than one label holds.
     *
     * @param meanings at least one; as many whatever is said of these answers, so that the next statement about them replaces each by its place
     */
    record Several(List<Meaning> meanings) implements Interpretation {
        public Several {
            meanings = List.copyOf(meanings);
            if (meanings.isEmpty()) {
                throw new IllegalArgumentException("a statement that says nothing is nonsense; give a reason");
            }
        }
    }

    /** A statement no number can be taken from; it goes to the dead letters with this reason. */
    record Nonsense(String reason) implements Interpretation {
        @Override
        public List<Meaning> meanings() {
            return List.of();
        }
    }
}
