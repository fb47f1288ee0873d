package io.thumbstream.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.ScriptCall;
import io.thumbstream.model.tensor.StepScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Log-probabilities whose activations are computed again in backward, so that those of one layer at a time take memory.
 *
 * <p>The forward pass keeps what goes into each layer, {@code x_0 ... x_L}, and nothing else. Backward goes from the head down: a part is
 * computed once more from its input, with gradients on; with {@code g} the slope of the loss in its output {@code y}, the scalar
 * {@code sum(y g)} has the slopes of the loss in the part's parameters and in its input, which is the {@code g} of the part below. Slopes are
 * those of the plain pass but for rounding, for one more forward pass of work. Source: Chen et al., Training Deep Nets with Sublinear Memory
 * Cost, 2016, arXiv 1604.06174. Ours differs: a segment is a layer. Belongs to one thread and lives within one step.
 */
public final class RecomputedPass {
    private final BiFunction<String, NDArray, ScriptCall> pass;
    private final SharedPromptInputs inputs;
    private final boolean embeddingLearns;
    private final List<NDArray> states = new ArrayList<>();
    private final TokenBatch tokens;

    /**
     * Runs the forward pass.
     *
     * @param pass begins the call of a script method on an array
     * @param manager of the step; owns what is kept
     * @param embeddingLearns whether the embedding collects a gradient
     */
    RecomputedPass(
            BiFunction<String, NDArray, ScriptCall> pass,
            NDManager manager,
            SharedPromptInputs inputs,
            int layers,
            boolean embeddingLearns) {
        this.pass = pass;
        this.inputs = inputs;
        this.embeddingLearns = embeddingLearns;
        this.tokens = Grad.off(() -> {
            states.add(embed(manager));
            for (int layer = 0; layer < layers; layer++) {
                states.add(layer(manager, layer));
            }
            TokenBatch scores = score(manager);
            return new TokenBatch(leaf(scores.logProbs()), leaf(scores.entropy()), scores.mask());
        });
    }

    private static NDArray leaf(NDArray value) {
        NDArray leaf = value.duplicate();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /** What the forward pass gave; a loss is made of it, and backward of the loss stops there. */
    public TokenBatch tokens() {
        return tokens;
    }

    /**
     * Goes on with backward where that of the loss stopped: adds the slopes of the loss to all that learns. Call it once, after
     * {@link Grad#backward} of the loss.
     */
    public void backward() {
        NDArray logProbSlope = Grad.of(tokens.logProbs());
        NDArray entropySlope = Grad.of(tokens.entropy());
        int top = states.size() - 1;
        descend(top, scratch -> {
            TokenBatch again = score(scratch);
            return again.logProbs()
                    .mul(logProbSlope)
                    .sum()
                    .add(again.entropy().mul(entropySlope).sum());
        });
        for (int layer = top - 1; layer >= 0; layer--) {
            int number = layer;
            try (NDArray slope = Grad.of(states.get(layer + 1))) {
                descend(layer, scratch -> layer(scratch, number).mul(slope).sum());
            }
            states.get(layer + 1).close();
        }
        if (embeddingLearns) {
            NDArray slope = Grad.of(states.get(0));
            again(scratch -> embed(scratch).mul(slope).sum());
        }
    }

    /** Backward of the part above state {@code number}, down to that state. */
    private void descend(int number, Function<NDManager, NDArray> part) {
        states.get(number).setRequiresGradient(true);
        again(part);
    }

    private void again(Function<NDManager, NDArray> part) {
        try (StepScope scope = StepScope.open(inputs.ids().getManager())) {
            Grad.enabled(() -> Grad.backward(part.apply(scope.manager())));
        }
    }

    private NDArray embed(NDManager target) {
        try (ScriptCall call = pass.apply("part_embed", inputs.ids())) {
            return call.run(target);
        }
    }

    private NDArray layer(NDManager target, int number) {
        try (ScriptCall call =
                inputs.attended(pass.apply("part_layer", states.get(number))).integer(number)) {
            return call.run(target);
        }
    }

    private TokenBatch score(NDManager target) {
        try (ScriptCall call = inputs.scored(pass.apply("part_score", states.get(states.size() - 1)))) {
            return inputs.batch(call.runList(target));
        }
    }
}
