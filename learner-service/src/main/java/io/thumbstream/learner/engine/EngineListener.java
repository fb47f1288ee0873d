package io.thumbstream.learner.engine;

import java.time.Duration;

/** Is told what the engine does. Called on the learner's thread; must return quickly. */
public interface EngineListener {
    /** A step was applied, live or during recovery. */
    default void stepped(StepPlan<?> plan, StepOutcome outcome, Duration took) {}

    /** A checkpoint was written. */
    default void checkpointed(long step, Duration took) {}

    /** A version was announced. */
    default void published(PublishedVersion version, Duration took) {}

    /** Recovery ended. */
    default void recovered(Recovery recovery) {}
}
