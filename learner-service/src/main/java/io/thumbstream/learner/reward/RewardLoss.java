package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Value of a reward objective.
 *
 * @param loss weighted sum over labels and members, shape {@code []}
 * @param diagnostics named scalars, shape {@code []}
 */
public record RewardLoss(NDArray loss, Map<String, NDArray> diagnostics) {
    public RewardLoss {
        diagnostics = Map.copyOf(diagnostics);
    }
}
