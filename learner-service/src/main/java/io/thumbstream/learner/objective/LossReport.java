package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import io.thumbstream.model.tensor.Scalars;
import java.util.Map;
import java.util.TreeMap;

/**
 * A loss and what there is to know about it.
 *
 * @param loss scalar with gradient, shape {@code []}
 * @param diagnostics scalars without gradient, shape {@code []}; each is a mean over the whole step, so that the values
 *     of micro-batches add up
 */
public record LossReport(NDArray loss, Map<String, NDArray> diagnostics) {
    public LossReport {
        diagnostics = Map.copyOf(diagnostics);
    }

    /** A loss of zero without diagnostics, for a stage that does its work elsewhere. */
    public static LossReport none(PolicyBatch batch) {
        return new LossReport(Scalars.of(batch.manager(), 0), Map.of());
    }

    /** The sum of both losses with the diagnostics of both. */
    public LossReport plus(LossReport other) {
        Map<String, NDArray> all = new TreeMap<>(diagnostics);
        all.putAll(other.diagnostics);
        return new LossReport(loss.add(other.loss), all);
    }
}
