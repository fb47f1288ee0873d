package io.thumbstream.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.ScriptCall;

/**
 * The arrays of a {@link SharedPromptLayout}, as arguments of {@link SharedPromptScript}. They belong to the manager that they were made by,
 * which stays open until after backward.
 *
 * @param temperature divisor of the scores, positive
 */
record SharedPromptInputs(
        NDArray ids,
        NDArray positions,
        NDArray owner,
        NDArray promptMask,
        NDArray answerMask,
        NDArray source,
        NDArray target,
        NDArray place,
        NDArray zeros,
        NDArray mask,
        double temperature) {
    SharedPromptInputs {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException(
                    "Temperature " + temperature + " must be positive; greedy answers are scored at 1");
        }
    }

    /**
     * Lays out a batch.
     *
     * @param context longest prompt with response that the model takes
     */
    static SharedPromptInputs of(
            NDManager manager, int[][] prompts, int[][] responses, int context, double temperature) {
        SharedPromptLayout layout = SharedPromptLayout.of(prompts, responses, context);
        return new SharedPromptInputs(
                layout.ids(manager),
                layout.positions(manager, context),
                layout.owner(manager),
                layout.promptMask(manager),
                layout.answerMask(manager),
                layout.source(manager),
                layout.target(manager),
                layout.place(manager),
                layout.zeros(manager),
                layout.mask(manager),
                temperature);
    }

    /** Adds what layers need: who attends to whom, and from where. */
    ScriptCall attended(ScriptCall call) {
        return call.tensor(positions).tensor(owner).tensor(promptMask).tensor(answerMask);
    }

    /** Adds what the head needs: which tokens are scored, and where their scores go. */
    ScriptCall scored(ScriptCall call) {
        return call.tensor(source).tensor(target).tensor(place).tensor(zeros).number(temperature);
    }

    /** Log-probabilities and entropies of the head, row by row. */
    TokenBatch batch(NDList scores) {
        Shape shape = mask.getShape();
        return new TokenBatch(scores.get(0).reshape(shape), scores.get(1).reshape(shape), mask);
    }
}
