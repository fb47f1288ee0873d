package io.thumbstream.learner.policy;

import io.thumbstream.learner.engine.StepContext;
import java.util.OptionalLong;

/**
 * Knows at which steps the weights are still those of a published version: at the first step of all, and at each step before which a version
 * appeared that the step before did not know.
 */
final class PublishedWeights {
    private OptionalLong known = OptionalLong.empty();

    /** Version that the weights before this step were published as; empty when a step was taken since, or nothing is known yet. */
    OptionalLong before(StepContext context) {
        boolean published = known.isPresent()
                ? context.version() > known.getAsLong()
                : context.step() == 1 && context.version() == 0;
        known = OptionalLong.of(context.version());
        return published ? known : OptionalLong.empty();
    }

    /** The weights were replaced by others. */
    void forget() {
        known = OptionalLong.empty();
    }
}
