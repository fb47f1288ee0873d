package io.thumbstream.learner.engine;

import java.util.Optional;
import java.util.function.Consumer;

/** The committed steps of one learner, in order. */
@FunctionalInterface
public interface StepHistory {
    /** Hands over the committed entries of this learner behind {@code last} (all of them when empty), in order. */
    void forEachAfter(Optional<Position> last, Consumer<LoggedStep> action);
}
