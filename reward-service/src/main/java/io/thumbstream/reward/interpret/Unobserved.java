package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.RolloutEvent;
import java.util.List;

/** A statement about an answer from which no opinion can be taken. */
final class Unobserved {
    private static final double UNDECIDED = 0.5;

    private Unobserved() {}

    /** A label without weight that is no approval, so that it neither counts nor takes the place of what the person said before. */
    static Interpretation of(RolloutEvent answer) {
        return new Interpretation.Meaning(List.of(Items.of(answer)), UNDECIDED, 0, false);
    }
}
