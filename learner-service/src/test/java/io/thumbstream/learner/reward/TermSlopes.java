package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.util.Optional;

/**
 * Loss of a term that reads states, and its slopes in both views.
 *
 * @param first {@code [input, 2]}, row-major
 * @param second the same of the other view
 */
@SuppressWarnings("ArrayRecordComponent")
record TermSlopes(float loss, float[] first, float[] second) {
    private static final float STEP = 1e-2f;

    /** Evaluates a term on states of two features. */
    static TermSlopes of(NDManager manager, AuxiliaryRewardTerm term, LabelBatch batch, float[] first, float[] second) {
        try (StepScope scope = StepScope.open(manager)) {
            int inputs = batch.inputs();
            StateViews views = new StateViews(
                    leaf(scope.manager(), first, new Shape(inputs, 2)),
                    leaf(scope.manager(), second, new Shape(inputs, 2)));
            NDArray scores = scope.manager().zeros(new Shape(inputs, batch.members()));
            NDArray text = scope.manager().zeros(new Shape(inputs));
            RewardLoss loss = Grad.enabled(() -> {
                RewardLoss value = term.evaluate(new TrunkOutput(scores, text, Optional.of(views)), batch);
                Grad.backward(value.loss());
                return value;
            });
            return new TermSlopes(
                    loss.loss().getFloat(),
                    Grad.of(views.first()).toFloatArray(),
                    Grad.of(views.second()).toFloatArray());
        }
    }

    /** Requires that the slopes are those of finite differences. */
    static void requireAlike(
            NDManager manager, AuxiliaryRewardTerm term, LabelBatch batch, float[] first, float[] second) {
        TermSlopes slopes = of(manager, term, batch, first, second);
        for (int i = 0; i < first.length; i++) {
            double inFirst = of(manager, term, batch, moved(first, i, STEP), second)
                            .loss()
                    - of(manager, term, batch, moved(first, i, -STEP), second).loss();
            double inSecond = of(manager, term, batch, first, moved(second, i, STEP))
                            .loss()
                    - of(manager, term, batch, first, moved(second, i, -STEP)).loss();
            assertThat((double) slopes.first()[i])
                    .as("first view, place %d", i)
                    .isCloseTo(inFirst / (2.0 * STEP), within(1e-2));
            assertThat((double) slopes.second()[i])
                    .as("second view, place %d", i)
                    .isCloseTo(inSecond / (2.0 * STEP), within(1e-2));
        }
    }

    private static float[] moved(float[] values, int at, float step) {
        float[] moved = values.clone();
        moved[at] += step;
        return moved;
    }

    private static NDArray leaf(NDManager manager, float[] values, Shape shape) {
        NDArray leaf = manager.create(values, shape).duplicate();
        leaf.setRequiresGradient(true);
        return leaf;
    }
}
