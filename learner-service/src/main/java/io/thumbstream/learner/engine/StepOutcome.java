package io.thumbstream.learner.engine;

import java.util.Map;
import java.util.Optional;

/**
 * What applying a step did.
 *
 * @param skipped why the weights were left alone, for instance {@code non_finite}
 * @param samples rollouts or labels in the batch
 * @param tokens response tokens in the batch
 * @param measures named diagnostics
 */
public record StepOutcome(Optional<String> skipped, int samples, long tokens, Map<String, Double> measures) {
    public StepOutcome {
        measures = Map.copyOf(measures);
    }
}
