package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.RolloutEvent;
import java.util.List;

/** Labels about one answer by itself. */
final class Opinion {
    private static final double UNDECIDED = 0.5;

    private Opinion() {}

    /** A label that counts as the answer's binary label. */
    static Interpretation approval(RolloutEvent answer, double value, double weight) {
        return new Interpretation.Meaning(List.of(Items.of(answer)), value, weight, true);
    }

    /** A label that is no approval, so that it does not take the place of what the person said of the answer as a whole. */
    static Interpretation aside(RolloutEvent answer, double value, double weight) {
        return new Interpretation.Meaning(List.of(Items.of(answer)), value, weight, false);
    }

    /** A statement from which no opinion can be taken: a label without weight, which neither counts nor takes the place of another. */
    static Interpretation unobserved(RolloutEvent answer) {
        return aside(answer, UNDECIDED, 0);
    }
}
