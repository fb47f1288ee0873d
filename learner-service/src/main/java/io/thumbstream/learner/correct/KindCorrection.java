package io.thumbstream.learner.correct;

import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.List;

/**
 * How labels of one kind of feedback are corrected.
 *
 * @param silence what a window says that closed without feedback; it is heard only where {@code reward.joiner.silence} names the kind
 * @param use entries of the label corrections, in order; none learns the labels as they are
 */
public record KindCorrection(Silence silence, List<TechniqueChoice> use) {

    /** Silence says nothing, and what is said is taken as it is. */
    public static final KindCorrection NONE = new KindCorrection(Silence.UNOBSERVED, List.of());

    public KindCorrection {
        use = List.copyOf(use);
    }
}
