package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.util.List;
import java.util.Set;

/**
 * Loss of an objective and its gradient by the margins.
 *
 * @param gradient {@code [label, member]}, row-major
 * @param diagnostics their names
 * @param finite whether all diagnostics are finite
 */
@SuppressWarnings("ArrayRecordComponent")
record Evaluated(float loss, float[] gradient, Set<String> diagnostics, boolean finite) {

    /** Evaluates an objective on margins {@code [label, member]}, row-major. */
    static Evaluated of(NDManager manager, RewardObjective objective, float[] margins, LabelBatch batch) {
        try (StepScope scope = StepScope.open(manager)) {
            NDArray leaf = scope.manager()
                    .create(margins, new Shape(batch.labels().size(), batch.members()))
                    .duplicate();
            leaf.setRequiresGradient(true);
            RewardLoss value = Grad.enabled(() -> {
                RewardLoss loss = objective.evaluate(leaf, batch);
                Grad.backward(loss.loss());
                return loss;
            });
            boolean finite = value.diagnostics().values().stream().allMatch(one -> Float.isFinite(one.getFloat()));
            return new Evaluated(
                    value.loss().getFloat(),
                    Grad.of(leaf).toFloatArray(),
                    Set.copyOf(value.diagnostics().keySet()),
                    finite);
        }
    }

    /** Evaluates an objective on one label of weight 1 for one member. */
    static Evaluated one(NDManager manager, RewardObjective objective, double margin, RewardLabel label) {
        return of(
                manager, objective, new float[] {(float) margin}, new LabelBatch(List.of(label), new double[][] {{1}}));
    }
}
